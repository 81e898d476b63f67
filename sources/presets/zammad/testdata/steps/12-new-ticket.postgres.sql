-- 2026-04-21 16:00:00 UTC: P18, a customer opens it
INSERT INTO tickets (id, group_id, priority_id, state_id, organization_id, number, title, owner_id, customer_id, note, first_response_at, first_response_escalation_at, first_response_in_min, first_response_diff_in_min, close_at, close_escalation_at, close_in_min, close_diff_in_min, update_escalation_at, update_in_min, update_diff_in_min, last_close_at, last_contact_at, last_contact_agent_at, last_contact_customer_at, last_owner_update_at, create_article_type_id, create_article_sender_id, article_count, escalation_at, pending_time, type, time_unit, preferences, updated_by_id, created_by_id, created_at, updated_at) VALUES
(18, 3, 2, 1, NULL, '62127', 'New card', 1, 15, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-21 16:00:00', NULL, '2026-04-21 16:00:00', NULL, 1, 2, 1, NULL, NULL, NULL, NULL, NULL, 15, 15, '2026-04-21 16:00:00', '2026-04-21 16:00:00');
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(55, 18, 1, 2, 'Text of the customer', false, 15, 15, NULL, '2026-04-21 16:00:00', '2026-04-21 16:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(163, 2, 2, NULL, 18, NULL, NULL, NULL, NULL, NULL, NULL, 15, '2026-04-21 16:00:00', '2026-04-21 16:00:00'),
(164, 2, 3, NULL, 55, 18, 2, NULL, NULL, NULL, NULL, 15, '2026-04-21 16:00:00', '2026-04-21 16:00:00'),
(165, 3, 2, NULL, 18, NULL, NULL, NULL, NULL, NULL, 'lou@desk.example(create:online,email)', 1, '2026-04-21 16:00:00', '2026-04-21 16:00:00');
