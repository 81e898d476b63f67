-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE tickets SET article_count = 7, updated_by_id = 3, updated_at = '2026-04-20 18:00:00' WHERE id = 7;
UPDATE tickets SET state_id = 5, article_count = 1, updated_by_id = 3, updated_at = '2026-04-20 18:00:00' WHERE id = 15;
UPDATE ticket_articles SET ticket_id = 7 WHERE id = 44;
UPDATE ticket_articles SET ticket_id = 7 WHERE id = 45;
UPDATE ticket_articles SET ticket_id = 7 WHERE id = 46;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(51, 15, 10, 1, 'merged', false, 3, 3, NULL, '2026-04-20 18:00:00', '2026-04-20 18:00:00');
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(150, 5, 2, NULL, 7, NULL, NULL, 7, 15, NULL, NULL, 3, '2026-04-20 18:00:00', '2026-04-20 18:00:00'),
(151, 4, 2, NULL, 15, NULL, NULL, 7, 15, NULL, NULL, 3, '2026-04-20 18:00:00', '2026-04-20 18:00:00'),
(152, 2, 3, NULL, 51, 15, 2, NULL, NULL, NULL, NULL, 3, '2026-04-20 18:00:00', '2026-04-20 18:00:00'),
(153, 1, 2, 4, 15, NULL, NULL, 5, 1, 'new', 'merged', 3, '2026-04-20 18:00:00', '2026-04-20 18:00:00');
