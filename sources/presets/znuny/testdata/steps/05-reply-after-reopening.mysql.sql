-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE `ticket` SET `ticket_lock_id` = 2, `change_time` = '2026-04-20 18:00:00', `change_by` = 2, `escalation_time` = 0, `escalation_response_time` = 0 WHERE `id` = 13;
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(166, '%%lock', 17, 13, NULL, 1, 5, 2, 4, 4, '2026-04-20 18:00:00', 2, '2026-04-20 18:00:00', 2),
(167, '%%cleo', 8, 13, 47, 1, 5, 2, 4, 4, '2026-04-20 18:00:00', 2, '2026-04-20 18:00:00', 2);
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(47, 13, 1, 1, 1, 1, NULL, '2026-04-20 18:00:00', 2, '2026-04-20 18:00:00', 2);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(47, 47, 'Desk', NULL, 'RE: Printer offline', 1776700800, '2026-04-20 18:00:00', 2, '2026-04-20 18:00:00', 2);
