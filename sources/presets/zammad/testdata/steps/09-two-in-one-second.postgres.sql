-- 2026-04-21 10:00:00 UTC: P14, moved
-- 2026-04-21 10:00:00 UTC: P14, an agent closes
UPDATE tickets SET group_id = 2, state_id = 4, close_at = '2026-04-21 10:00:00', last_close_at = '2026-04-21 10:00:00', updated_at = '2026-04-21 10:00:00' WHERE id = 14;
INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(157, 1, 2, 1, 14, NULL, NULL, 2, 3, 'Billing', 'Support', 3, '2026-04-21 10:00:00', '2026-04-21 10:00:00'),
(158, 1, 2, 4, 14, NULL, NULL, 4, 9, 'parked', 'closed', 3, '2026-04-21 10:00:00', '2026-04-21 10:00:00');
