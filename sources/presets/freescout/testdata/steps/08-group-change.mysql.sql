-- 2026-04-21 08:00:00 UTC: P14, moved from mailbox Field to Billing
SET TIME_ZONE = '+00:00';
UPDATE `conversations` SET `mailbox_id` = 2, `meta` = '{"orig_mailbox_id":3}', `updated_at` = '2026-04-21 08:00:00', `folder_id` = 101 WHERE `id` = 14;
INSERT INTO `threads` (`id`, `conversation_id`, `type`, `status`, `state`, `action_type`, `action_data`, `body`, `source_via`, `source_type`, `customer_id`, `created_by_user_id`, `first`, `created_at`, `updated_at`) VALUES
(80, 14, 4, 2, 2, 3, '3', '', 2, 2, 8, 2, 0, '2026-04-21 08:00:00', '2026-04-21 08:00:00');
