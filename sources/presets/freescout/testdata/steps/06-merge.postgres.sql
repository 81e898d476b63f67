-- 2026-04-20 18:00:00 UTC: P15, merged into P7; its threads move, it is deleted
UPDATE threads SET conversation_id = 7, meta = '{"pc":15}', updated_at = '2026-04-20 20:00:00' WHERE id = 67;
UPDATE threads SET conversation_id = 7, meta = '{"pc":15}', updated_at = '2026-04-20 20:00:00' WHERE id = 68;
UPDATE threads SET conversation_id = 7, meta = '{"pc":15}', updated_at = '2026-04-20 20:00:00' WHERE id = 69;
UPDATE conversations SET user_updated_at = '2026-04-20 20:00:00', updated_at = '2026-04-20 20:00:00' WHERE id = 7;
UPDATE conversations SET state = 3, user_updated_at = '2026-04-20 20:00:00', updated_at = '2026-04-20 20:00:00', folder_id = 70 WHERE id = 15;
INSERT INTO threads (id, conversation_id, user_id, type, status, state, action_type, body, source_via, source_type, customer_id, created_by_user_id, "first", created_at, updated_at, meta) VALUES
(76, 7, 3, 4, 1, 2, 4, '', 2, 2, 7, 2, false, '2026-04-20 20:00:00', '2026-04-20 20:00:00', '{"mwc":15}'),
(77, 15, NULL, 4, 1, 2, 4, '', 2, 2, 2, 2, false, '2026-04-20 20:00:00', '2026-04-20 20:00:00', '{"mic":7}'),
(78, 15, NULL, 4, 6, 2, 10, NULL, 2, 2, 2, 2, false, '2026-04-20 20:00:00', '2026-04-20 20:00:00', NULL);
