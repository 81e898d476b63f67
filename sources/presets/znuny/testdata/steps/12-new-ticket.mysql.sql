-- 2026-04-21 16:00:00 UTC: P16, a customer opens it
INSERT INTO `ticket` (`id`, `tn`, `title`, `queue_id`, `ticket_lock_id`, `type_id`, `service_id`, `sla_id`, `user_id`, `responsible_user_id`, `ticket_priority_id`, `ticket_state_id`, `customer_id`, `customer_user_id`, `timeout`, `until_time`, `escalation_time`, `escalation_update_time`, `escalation_response_time`, `escalation_solution_time`, `archive_flag`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(16, '2026042151000016', 'New card', 6, 1, 1, NULL, NULL, 1, 1, 3, 1, 'fay-co', 'fay', 0, 0, 1776816000, 0, 1776816000, 0, 0, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1);
INSERT INTO `ticket_history` (`id`, `name`, `history_type_id`, `ticket_id`, `article_id`, `type_id`, `queue_id`, `owner_id`, `priority_id`, `state_id`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(179, '%%2026042151000016%%Billing%%3 normal%%new%%16', 1, 16, NULL, 1, 6, 1, 3, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(180, '%%CustomerID=fay-co;CustomerUser=fay;', 21, 16, NULL, 1, 6, 1, 3, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(181, '%%', 12, 16, 52, 1, 6, 1, 3, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(182, '%%Ticket create notification%%kim%%Email', 9, 16, NULL, 1, 6, 1, 3, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(183, '%%fay', 4, 16, 53, 1, 6, 1, 3, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1);
INSERT INTO `article` (`id`, `ticket_id`, `article_sender_type_id`, `communication_channel_id`, `is_visible_for_customer`, `search_index_needs_rebuild`, `insert_fingerprint`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(52, 16, 3, 1, 1, 1, NULL, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(53, 16, 2, 1, 1, 1, NULL, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1);
INSERT INTO `article_data_mime` (`id`, `article_id`, `a_from`, `a_to`, `a_subject`, `incoming_time`, `create_time`, `create_by`, `change_time`, `change_by`) VALUES
(52, 52, 'fay', NULL, 'New card', 1776787200, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1),
(53, 53, 'Desk', NULL, 'RE: New card', 1776787200, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', 1);
