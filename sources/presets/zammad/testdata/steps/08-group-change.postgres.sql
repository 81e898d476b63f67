-- 2026-04-21 08:00:00 UTC: P14, moved
UPDATE tickets SET group_id = 3, updated_at = '2026-04-21 08:00:00' WHERE id = 14;
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(156, 1, 2, 1, 14, NULL, NULL, 3, 4, 'Field', 'Billing', 3, '2026-04-21 08:00:00', '2026-04-21 08:00:00');
