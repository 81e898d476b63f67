-- 2026-04-21 10:00:00 UTC: P14, moved from mailbox Billing to Support
-- 2026-04-21 10:00:00 UTC: P14, an agent closes
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `mailbox_id` = 1, `meta` = '{"orig_mailbox_id":2}', `updated_at` = '2026-04-21 10:00:00', `folder_id` = 60, `status` = 3, `user_updated_at` = '2026-04-21 10:00:00', `closed_at` = '2026-04-21 10:00:00', `closed_by_user_id` = 2 WHERE `id` = 14;
INSERT INTO `threads` (`id`, `conversation_id`, `type`, `status`, `state`, `action_type`, `action_data`, `body`, `source_via`, `source_type`, `customer_id`, `created_by_user_id`, `first`, `created_at`, `updated_at`) VALUES
(81, 14, 4, 2, 2, 3, '2', '', 2, 2, 8, 2, 0, '2026-04-21 10:00:00', '2026-04-21 10:00:00'),
(82, 14, 4, 3, 2, 1, NULL, NULL, 2, 2, 8, 2, 0, '2026-04-21 10:00:00', '2026-04-21 10:00:00');
