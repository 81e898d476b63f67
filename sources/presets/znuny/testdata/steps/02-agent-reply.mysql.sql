-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE `ticket` SET `escalation_time` = 0, `escalation_response_time` = 0, `change_time` = '2026-04-20 12:00:00', `change_by` = 2 WHERE `id` = 14;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(45, 14, 1, 1, 1, 1, NULL, '2026-04-20 12:00:00', 2, '2026-04-20 12:00:00', 2);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(45, 45, 'Desk', NULL, 'RE: Part missing', 1776679200, '2026-04-20 12:00:00', 2, '2026-04-20 12:00:00', 2);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(161, '%%hana', 8, 14, 45, 1, 7, 2, 3, 4, '2026-04-20 12:00:00', 2, '2026-04-20 12:00:00', 2);
