-- 2026-04-21 12:00:00 UTC: P13, the customer writes
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `threads_count` = 7, `last_reply_at` = '2026-04-21 12:00:00', `last_reply_from` = 1, `last_customer_reply_at` = '2026-04-21 12:00:00', `updated_at` = '2026-04-21 12:00:00' WHERE `id` = 13;
INSERT INTO `threads` (`id`, `conversation_id`, `user_id`, `type`, `status`, `state`, `body`, `from`, `source_via`, `source_type`, `customer_id`, `created_by_customer_id`, `first`, `created_at`, `updated_at`) VALUES
(83, 13, 2, 1, 1, 2, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, 3, 0, '2026-04-21 12:00:00', '2026-04-21 12:00:00');
