-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE `ticket` SET `change_time` = '2026-04-21 14:00:01', `change_by` = 1 WHERE `id` = 7;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(51, 7, 3, 1, 1, 1, NULL, '2026-04-21 14:00:01', 1, '2026-04-21 14:00:01', 1);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(51, 51, 'gus', NULL, 'Re: Charged twice', 1776772801, '2026-04-21 14:00:01', 1, '2026-04-21 14:00:01', 1);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(178, '%%', 2, 7, 51, 1, 6, 3, 4, 4, '2026-04-21 14:00:01', 1, '2026-04-21 14:00:01', 1);
