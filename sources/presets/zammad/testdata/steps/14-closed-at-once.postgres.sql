-- 2026-04-21 20:00:00 UTC: P19, an agent takes a call and closes it at once; 20:20:00 the customer writes; 20:30:00 an agent closes
INSERT INTO tickets (id, group_id, priority_id, state_id, organization_id, number, title, owner_id, customer_id, note, first_response_at, first_response_escalation_at, first_response_in_min, first_response_diff_in_min, close_at, close_escalation_at, close_in_min, close_diff_in_min, update_escalation_at, update_in_min, update_diff_in_min, last_close_at, last_contact_at, last_contact_agent_at, last_contact_customer_at, last_owner_update_at, create_article_type_id, create_article_sender_id, article_count, escalation_at, pending_time, type, time_unit, preferences, updated_by_id, created_by_id, created_at, updated_at) VALUES
(19, 2, 2, 4, NULL, '62134', 'Call of gus', 4, 16, NULL, NULL, NULL, NULL, NULL, '2026-04-21 20:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-21 20:30:00', '2026-04-21 20:20:00', NULL, '2026-04-21 20:20:00', NULL, 5, 2, 2, NULL, NULL, NULL, NULL, NULL, 4, 4, '2026-04-21 20:00:00', '2026-04-21 20:30:00');
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(58, 19, 5, 2, 'What gus said', false, 4, 4, 16, '2026-04-21 20:00:00', '2026-04-21 20:00:00'),
(59, 19, 1, 2, 'Text of the customer', false, 16, 16, NULL, '2026-04-21 20:20:00', '2026-04-21 20:20:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(169, 2, 2, NULL, 19, NULL, NULL, NULL, NULL, NULL, NULL, 4, '2026-04-21 20:00:00', '2026-04-21 20:00:00'),
(170, 2, 3, NULL, 58, 19, 2, NULL, NULL, NULL, NULL, 4, '2026-04-21 20:00:00', '2026-04-21 20:00:00'),
(171, 2, 3, NULL, 59, 19, 2, NULL, NULL, NULL, NULL, 16, '2026-04-21 20:20:00', '2026-04-21 20:20:00'),
(172, 1, 2, 4, 19, NULL, NULL, 2, 4, 'closed', 'open', 16, '2026-04-21 20:20:00', '2026-04-21 20:20:00'),
(173, 1, 2, 4, 19, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-04-21 20:30:00', '2026-04-21 20:30:00');
