-- 2026-04-22 00:00:00 UTC: P18, an agent takes a call
INSERT INTO `ticket` (`id`, `tn`, `title`, `queue_id`, `ticket_lock_id`, `type_id`, `service_id`, `sla_id`, `user_id`, `responsible_user_id`, `ticket_priority_id`, `ticket_state_id`, `customer_id`, `customer_user_id`, `timeout`, `until_time`, `escalation_time`, `escalation_update_time`, `escalation_response_time`, `escalation_solution_time`, `archive_flag`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(18, '2026042251000018', 'Call of dora', 6, 2, 1, NULL, NULL, 3, 1, 3, 4, 'dora-co', 'dora', 0, 0, 0, 0, 0, 0, 0, '2026-04-22 02:00:00', 3, '2026-04-22 02:00:00', 3);
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(58, 18, 3, 2, 1, 1, NULL, '2026-04-22 02:00:00', 3, '2026-04-22 02:00:00', 3);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(195, '%%2026042251000018%%Billing%%3 normal%%open%%18', 1, 18, NULL, 1, 6, 3, 3, 4, '2026-04-22 02:00:00', 3, '2026-04-22 02:00:00', 3),
(196, '%%', 14, 18, 58, 1, 6, 3, 3, 4, '2026-04-22 02:00:00', 3, '2026-04-22 02:00:00', 3);
