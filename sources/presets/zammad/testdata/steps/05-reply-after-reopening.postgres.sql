-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE tickets SET last_contact_at = '2026-04-20 16:00:00', last_contact_agent_at = '2026-04-20 16:00:00', article_count = 6, updated_by_id = 3, updated_at = '2026-04-20 16:00:00' WHERE id = 13;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(50, 13, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-20 16:00:00', '2026-04-20 16:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(148, 2, 3, NULL, 50, 13, 2, NULL, NULL, NULL, NULL, 3, '2026-04-20 16:00:00', '2026-04-20 16:00:00'),
(149, 6, 3, NULL, 50, 13, 2, NULL, NULL, NULL, 'cleo@customers.example', 3, '2026-04-20 16:00:00', '2026-04-20 16:00:00');
