-- 2026-04-21 08:00:00 UTC: P14, moved
UPDATE `ticket` SET `queue_id` = 6, `change_time` = '2026-04-21 10:00:00', `change_by` = 2 WHERE `id` = 14;
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(173, '%%Billing%%6%%Field%%7', 16, 14, NULL, 1, 6, 2, 3, 4, '2026-04-21 10:00:00', 2, '2026-04-21 10:00:00', 2);
