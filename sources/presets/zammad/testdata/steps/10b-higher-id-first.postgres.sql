-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE tickets SET last_contact_at = '2026-04-21 12:00:01', last_contact_customer_at = '2026-04-21 12:00:01', article_count = 9, updated_by_id = 16, updated_at = '2026-04-21 12:00:01' WHERE id = 7;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(54, 7, 1, 2, 'Text of the customer', false, 16, 16, NULL, '2026-04-21 12:00:01', '2026-04-21 12:00:01');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(161, 2, 3, NULL, 54, 7, 2, NULL, NULL, NULL, NULL, 16, '2026-04-21 12:00:01', '2026-04-21 12:00:01'),
(162, 3, 2, NULL, 7, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-21 12:00:01', '2026-04-21 12:00:01');
