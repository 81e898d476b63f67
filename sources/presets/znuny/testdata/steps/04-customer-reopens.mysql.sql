-- 2026-04-20 14:00:00 UTC: P13, the customer writes
UPDATE `ticket` SET `change_time` = '2026-04-20 16:00:00', `change_by` = 1, `ticket_state_id` = 4, `until_time` = 0 WHERE `id` = 13;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(46, 13, 3, 1, 1, 1, NULL, '2026-04-20 16:00:00', 1, '2026-04-20 16:00:00', 1);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(46, 46, 'cleo', NULL, 'Re: Printer offline', 1776693600, '2026-04-20 16:00:00', 1, '2026-04-20 16:00:00', 1);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(164, '%%', 2, 13, 46, 1, 5, 2, 4, 2, '2026-04-20 16:00:00', 1, '2026-04-20 16:00:00', 1),
(165, '%%closed successful%%open%%', 27, 13, NULL, 1, 5, 2, 4, 4, '2026-04-20 16:00:00', 1, '2026-04-20 16:00:00', 1);
