-- 2026-04-20 10:00:00 UTC: P14, an agent replies and parks it
UPDATE tickets SET state_id = 9, last_contact_at = '2026-04-20 10:00:00', last_contact_agent_at = '2026-04-20 10:00:00', article_count = 4, updated_by_id = 3, updated_at = '2026-04-20 10:00:00' WHERE id = 14;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(48, 14, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-20 10:00:00', '2026-04-20 10:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(141, 2, 3, NULL, 48, 14, 2, NULL, NULL, NULL, NULL, 3, '2026-04-20 10:00:00', '2026-04-20 10:00:00'),
(142, 1, 2, 4, 14, NULL, NULL, 9, 2, 'open', 'parked', 3, '2026-04-20 10:00:00', '2026-04-20 10:00:00'),
(143, 6, 3, NULL, 48, 14, 2, NULL, NULL, NULL, 'hana@customers.example', 3, '2026-04-20 10:00:00', '2026-04-20 10:00:00');
