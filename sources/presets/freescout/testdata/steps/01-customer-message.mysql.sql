-- 2026-04-20 08:00:00 UTC: P14, the customer writes; a message makes it active
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `status` = 1, `threads_count` = 3, `last_reply_at` = '2026-04-20 08:00:00', `last_reply_from` = 1, `last_customer_reply_at` = '2026-04-20 08:00:00', `updated_at` = '2026-04-20 08:00:00' WHERE `id` = 14;
INSERT INTO `threads` (`id`, `conversation_id`, `type`, `status`, `state`, `body`, `from`, `source_via`, `source_type`, `customer_id`, `created_by_customer_id`, `first`, `created_at`, `updated_at`) VALUES
(71, 14, 1, 1, 2, 'Text of the customer', 'hana@customers.example', 1, 1, 8, 8, 0, '2026-04-20 08:00:00', '2026-04-20 08:00:00');
