-- 2026-04-20 12:00:00 UTC: P13, an agent closes
UPDATE tickets SET state_id = 4, close_at = '2026-04-20 12:00:00', last_close_at = '2026-04-20 12:00:00', pending_time = NULL, updated_at = '2026-04-20 12:00:00' WHERE id = 13;
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(144, 1, 2, 4, 13, NULL, NULL, 4, 3, 'pending reminder', 'closed', 3, '2026-04-20 12:00:00', '2026-04-20 12:00:00');
