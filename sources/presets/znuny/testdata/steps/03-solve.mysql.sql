-- 2026-04-20 12:00:00 UTC: P13, an agent solves
UPDATE `ticket` SET `ticket_state_id` = 2, `until_time` = 0, `change_time` = '2026-04-20 14:00:00', `change_by` = 2, `ticket_lock_id` = 1 WHERE `id` = 13;
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(162, '%%pending auto close+%%closed successful%%', 27, 13, NULL, 1, 5, 2, 4, 2, '2026-04-20 14:00:00', 2, '2026-04-20 14:00:00', 2),
(163, '%%unlock', 18, 13, NULL, 1, 5, 2, 4, 2, '2026-04-20 14:00:00', 2, '2026-04-20 14:00:00', 2);
