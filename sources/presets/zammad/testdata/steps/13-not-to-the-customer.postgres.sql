-- 2026-04-21 18:00:00 UTC: P18, an internal mail; 18:05:00 a note, and waiting for vendor
UPDATE tickets SET state_id = 8, article_count = 3, updated_by_id = 3, updated_at = '2026-04-21 18:05:00' WHERE id = 18;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(56, 18, 1, 1, 'Text to the vendor', true, 3, 3, NULL, '2026-04-21 18:00:00', '2026-04-21 18:00:00'),
(57, 18, 10, 1, 'Note', false, 3, 3, NULL, '2026-04-21 18:05:00', '2026-04-21 18:05:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(166, 2, 3, NULL, 56, 18, 2, NULL, NULL, NULL, NULL, 3, '2026-04-21 18:00:00', '2026-04-21 18:00:00'),
(167, 2, 3, NULL, 57, 18, 2, NULL, NULL, NULL, NULL, 3, '2026-04-21 18:05:00', '2026-04-21 18:05:00'),
(168, 1, 2, 4, 18, NULL, NULL, 8, 1, 'new', 'waiting for vendor', 3, '2026-04-21 18:05:00', '2026-04-21 18:05:00');
