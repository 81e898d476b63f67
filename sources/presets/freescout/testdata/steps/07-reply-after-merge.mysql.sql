-- 2026-04-20 20:00:00 UTC: P7, an agent replies and leaves it active
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `threads_count` = 4, `last_reply_at` = '2026-04-20 20:00:00', `last_reply_from` = 2, `user_updated_at` = '2026-04-20 20:00:00', `updated_at` = '2026-04-20 20:00:00' WHERE `id` = 7;
INSERT INTO `threads` (`id`, `conversation_id`, `user_id`, `type`, `status`, `state`, `body`, `source_via`, `source_type`, `customer_id`, `created_by_user_id`, `first`, `created_at`, `updated_at`) VALUES
(79, 7, 3, 2, 1, 2, 'Text of the agent', 2, 2, 7, 3, 0, '2026-04-20 20:00:00', '2026-04-20 20:00:00');
