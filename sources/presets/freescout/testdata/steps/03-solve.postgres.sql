-- 2026-04-20 12:00:00 UTC: P13, an agent closes
UPDATE conversations SET status = 3, user_updated_at = '2026-04-20 14:00:00', updated_at = '2026-04-20 14:00:00', closed_at = '2026-04-20 14:00:00', closed_by_user_id = 2, folder_id = 60 WHERE id = 13;
INSERT INTO threads (id, conversation_id, user_id, type, status, state, action_type, source_via, source_type, customer_id, created_by_user_id, "first", created_at, updated_at) VALUES
(73, 13, 2, 4, 3, 2, 1, 2, 2, 3, 2, false, '2026-04-20 14:00:00', '2026-04-20 14:00:00');
