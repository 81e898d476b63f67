-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE `article` SET `ticket_id` = 7, `change_time` = '2026-04-20 20:00:00', `change_by` = 2 WHERE `ticket_id` = 15;
UPDATE `ticket_history` SET `ticket_id` = 7, `change_time` = '2026-04-20 20:00:00', `change_by` = 2 WHERE `ticket_id` = 15 AND (`article_id` IS NOT NULL OR `article_id` != 0);
UPDATE `ticket` SET `change_time` = '2026-04-20 20:00:00', `change_by` = 2 WHERE `id` = 7;
UPDATE `ticket` SET `ticket_state_id` = 9, `change_time` = '2026-04-20 20:00:00', `change_by` = 2 WHERE `id` = 15;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(48, 15, 1, 3, 1, 1, NULL, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(48, 48, 'Desk', NULL, 'Ticket Merged', 1776708000, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(168, '%%Note', 15, 15, 48, 1, 5, 1, 3, 1, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2),
(169, '%%2026041951000015%%15%%2026040351000007%%7', 33, 15, NULL, 1, 5, 1, 3, 1, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2),
(170, '%%2026041951000015%%15%%2026040351000007%%7', 33, 7, NULL, 1, 6, 3, 4, 4, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2),
(171, '%%new%%merged%%', 27, 15, NULL, 1, 5, 1, 3, 9, '2026-04-20 20:00:00', 2, '2026-04-20 20:00:00', 2);
INSERT INTO `link_relation` (`source_object_id`, `source_key`, `target_object_id`, `target_key`, `type_id`, `state_id`, `create_time`, `create_by`) VALUES
(1, '7', 1, '15', 2, 1, '2026-04-20 20:00:00', 2);
