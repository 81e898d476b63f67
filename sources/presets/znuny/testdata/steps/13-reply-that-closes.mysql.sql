-- 2026-04-21 18:00:00 UTC: P16, an agent replies, which closes it; 18:30:00 P7, an agent replies
UPDATE `ticket` SET `ticket_state_id` = 2, `user_id` = 2, `escalation_time` = 0, `escalation_response_time` = 0, `change_time` = '2026-04-21 20:00:00', `change_by` = 2 WHERE `id` = 16;
UPDATE `ticket` SET `change_time` = '2026-04-21 20:30:00', `change_by` = 3 WHERE `id` = 7;
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(54, 16, 1, 1, 1, 1, NULL, '2026-04-21 20:00:00', 2, '2026-04-21 20:00:00', 2),
(55, 7, 1, 1, 1, 1, NULL, '2026-04-21 20:30:00', 3, '2026-04-21 20:30:00', 3);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(184, '%%kim%%2', 23, 16, NULL, 1, 6, 2, 3, 1, '2026-04-21 20:00:00', 2, '2026-04-21 20:00:00', 2),
(185, '%%fay', 8, 16, 54, 1, 6, 2, 3, 1, '2026-04-21 20:00:00', 2, '2026-04-21 20:00:00', 2),
(186, '%%new%%closed successful%%', 27, 16, 54, 1, 6, 2, 3, 2, '2026-04-21 20:00:00', 2, '2026-04-21 20:00:00', 2),
(187, '%%gus', 8, 7, 55, 1, 6, 3, 4, 4, '2026-04-21 20:30:00', 3, '2026-04-21 20:30:00', 3);
