-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE tickets SET last_contact_at = '2026-04-20 20:00:00', last_contact_agent_at = '2026-04-20 20:00:00', article_count = 8, updated_by_id = 4, updated_at = '2026-04-20 20:00:00' WHERE id = 7;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(52, 7, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-20 20:00:00', '2026-04-20 20:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(154, 2, 3, NULL, 52, 7, 2, NULL, NULL, NULL, NULL, 4, '2026-04-20 20:00:00', '2026-04-20 20:00:00'),
(155, 6, 3, NULL, 52, 7, 2, NULL, NULL, NULL, 'gus@customers.example', 4, '2026-04-20 20:00:00', '2026-04-20 20:00:00');
