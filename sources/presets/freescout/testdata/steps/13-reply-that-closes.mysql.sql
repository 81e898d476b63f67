-- 2026-04-21 18:00:00 UTC: P18, an agent replies, which closes it; 18:05:00 he notes. The ids jump, as those of a sequence may
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `status` = 3, `user_id` = 2, `threads_count` = 2, `last_reply_at` = '2026-04-21 18:00:00', `last_reply_from` = 2, `user_updated_at` = '2026-04-21 18:05:00', `updated_at` = '2026-04-21 18:05:00', `closed_at` = '2026-04-21 18:00:00', `closed_by_user_id` = 2 WHERE `id` = 18;
INSERT INTO `threads` (`id`, `conversation_id`, `user_id`, `type`, `status`, `state`, `action_type`, `body`, `source_via`, `source_type`, `customer_id`, `created_by_user_id`, `first`, `created_at`, `updated_at`, `meta`) VALUES
(5086, 18, 2, 2, 3, 2, NULL, 'Text of the agent', 2, 2, 6, 2, 0, '2026-04-21 18:00:00', '2026-04-21 18:00:00', NULL),
(5087, 18, 2, 3, 6, 2, NULL, 'Note', 2, 2, 6, 2, 0, '2026-04-21 18:05:00', '2026-04-21 18:05:00', NULL);
