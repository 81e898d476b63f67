-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE `ticket` SET `escalation_time` = 0, `escalation_response_time` = 0, `change_time` = '2026-04-20 22:00:00', `change_by` = 3 WHERE `id` = 7;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(49, 7, 1, 1, 1, 1, NULL, '2026-04-20 22:00:00', 3, '2026-04-20 22:00:00', 3);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(49, 49, 'Desk', NULL, 'RE: Charged twice', 1776715200, '2026-04-20 22:00:00', 3, '2026-04-20 22:00:00', 3);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(172, '%%gus', 8, 7, 49, 1, 6, 3, 4, 4, '2026-04-20 22:00:00', 3, '2026-04-20 22:00:00', 3);
