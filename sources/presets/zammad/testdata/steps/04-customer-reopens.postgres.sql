-- 2026-04-20 14:00:00 UTC: P13, the customer writes
UPDATE tickets SET state_id = 2, last_contact_at = '2026-04-20 14:00:00', last_contact_customer_at = '2026-04-20 14:00:00', article_count = 5, updated_by_id = 12, updated_at = '2026-04-20 14:00:00' WHERE id = 13;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(49, 13, 1, 2, 'Text of the customer', false, 12, 12, NULL, '2026-04-20 14:00:00', '2026-04-20 14:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(145, 2, 3, NULL, 49, 13, 2, NULL, NULL, NULL, NULL, 12, '2026-04-20 14:00:00', '2026-04-20 14:00:00'),
(146, 3, 2, NULL, 13, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-20 14:00:00', '2026-04-20 14:00:00'),
(147, 1, 2, 4, 13, NULL, NULL, 2, 4, 'closed', 'open', 12, '2026-04-20 14:00:00', '2026-04-20 14:00:00');
