-- 2026-04-21 22:00:00 UTC: P17, a mail; 22:05:00 moved into Junk
INSERT INTO `ticket` (`id`, `tn`, `title`, `queue_id`, `ticket_lock_id`, `type_id`, `service_id`, `sla_id`, `user_id`, `responsible_user_id`, `ticket_priority_id`, `ticket_state_id`, `customer_id`, `customer_user_id`, `timeout`, `until_time`, `escalation_time`, `escalation_update_time`, `escalation_response_time`, `escalation_solution_time`, `archive_flag`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(17, '2026042251000017', 'You have won', 3, 1, 1, NULL, NULL, 1, 1, 3, 1, 'stranger', 'stranger', 0, 0, 0, 0, 0, 0, 0, '2026-04-22 00:00:00', 1, '2026-04-22 00:05:00', 2);
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(57, 17, 3, 1, 1, 1, NULL, '2026-04-22 00:00:00', 1, '2026-04-22 00:00:00', 1);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(192, '%%2026042251000017%%Support%%3 normal%%new%%17', 1, 17, NULL, 1, 5, 1, 3, 1, '2026-04-22 00:00:00', 1, '2026-04-22 00:00:00', 1),
(193, '%%', 12, 17, 57, 1, 5, 1, 3, 1, '2026-04-22 00:00:00', 1, '2026-04-22 00:00:00', 1),
(194, '%%Junk%%3%%Support%%5', 16, 17, NULL, 1, 3, 1, 3, 1, '2026-04-22 00:05:00', 2, '2026-04-22 00:05:00', 2);
