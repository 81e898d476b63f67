-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE tickets SET state_id = 2, last_contact_at = '2026-04-20 08:00:00', last_contact_customer_at = '2026-04-20 08:00:00', article_count = 3, updated_by_id = 17, updated_at = '2026-04-20 08:00:00' WHERE id = 14;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(47, 14, 1, 2, 'Text of the customer', false, 17, 17, NULL, '2026-04-20 08:00:00', '2026-04-20 08:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(138, 2, 3, NULL, 47, 14, 2, NULL, NULL, NULL, NULL, 17, '2026-04-20 08:00:00', '2026-04-20 08:00:00'),
(139, 3, 2, NULL, 14, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-20 08:00:00', '2026-04-20 08:00:00'),
(140, 1, 2, 4, 14, NULL, NULL, 2, 9, 'parked', 'open', 17, '2026-04-20 08:00:00', '2026-04-20 08:00:00');
