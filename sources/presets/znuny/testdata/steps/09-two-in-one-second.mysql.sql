-- 2026-04-21 10:00:00 UTC: P14, moved and solved
UPDATE `ticket` SET `queue_id` = 5, `change_time` = '2026-04-21 12:00:00', `change_by` = 2, `ticket_state_id` = 2, `until_time` = 0, `ticket_lock_id` = 1 WHERE `id` = 14;
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(174, '%%Support%%5%%Billing%%6', 16, 14, NULL, 1, 5, 2, 3, 4, '2026-04-21 12:00:00', 2, '2026-04-21 12:00:00', 2),
(175, '%%open%%closed successful%%', 27, 14, NULL, 1, 5, 2, 3, 2, '2026-04-21 12:00:00', 2, '2026-04-21 12:00:00', 2),
(176, '%%unlock', 18, 14, NULL, 1, 5, 2, 3, 2, '2026-04-21 12:00:00', 2, '2026-04-21 12:00:00', 2);
