-- 2026-04-21 20:00:00 UTC: P16, merged into P7
UPDATE `article` SET `ticket_id` = 7, `change_time` = '2026-04-21 22:00:00', `change_by` = 2 WHERE `ticket_id` = 16;
UPDATE `ticket_history` SET `ticket_id` = 7, `change_time` = '2026-04-21 22:00:00', `change_by` = 2 WHERE `ticket_id` = 16 AND (`article_id` IS NOT NULL OR `article_id` != 0);
UPDATE `ticket` SET `change_time` = '2026-04-21 22:00:00', `change_by` = 2 WHERE `id` = 7;
UPDATE `ticket` SET `ticket_state_id` = 9, `change_time` = '2026-04-21 22:00:00', `change_by` = 2 WHERE `id` = 16;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(56, 16, 1, 3, 1, 1, NULL, '2026-04-21 21:59:59', 2, '2026-04-21 21:59:59', 2);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(188, '%%Note', 15, 16, 56, 1, 6, 2, 3, 2, '2026-04-21 21:59:59', 2, '2026-04-21 21:59:59', 2),
(189, '%%2026042151000016%%16%%2026040351000007%%7', 33, 16, NULL, 1, 6, 2, 3, 2, '2026-04-21 22:00:00', 2, '2026-04-21 22:00:00', 2),
(190, '%%2026042151000016%%16%%2026040351000007%%7', 33, 7, NULL, 1, 6, 3, 4, 4, '2026-04-21 22:00:00', 2, '2026-04-21 22:00:00', 2),
(191, '%%closed successful%%merged%%', 27, 16, NULL, 1, 6, 2, 3, 9, '2026-04-21 22:00:00', 2, '2026-04-21 22:00:00', 2);
