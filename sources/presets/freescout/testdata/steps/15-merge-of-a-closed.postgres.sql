-- 2026-04-21 22:00:00 UTC: P18, merged into P7; its threads move, it is deleted
UPDATE threads SET conversation_id = 7, meta = '{"pc":18}', updated_at = '2026-04-22 00:00:00' WHERE conversation_id = 18;
UPDATE conversations SET user_updated_at = '2026-04-22 00:00:00', updated_at = '2026-04-22 00:00:00' WHERE id = 7;
UPDATE conversations SET state = 3, user_updated_at = '2026-04-22 00:00:00', updated_at = '2026-04-22 00:00:00' WHERE id = 18;
INSERT INTO threads (id, conversation_id, user_id, type, status, state, action_type, body, source_via, source_type, customer_id, created_by_user_id, "first", created_at, updated_at, meta) VALUES
(5088, 7, 3, 4, 1, 2, 4, '', 2, 2, 7, 2, false, '2026-04-22 00:00:00', '2026-04-22 00:00:00', '{"mwc":18}'),
(5089, 18, 2, 4, 3, 2, 4, '', 2, 2, 6, 2, false, '2026-04-22 00:00:00', '2026-04-22 00:00:00', '{"mic":7}'),
(5090, 18, 2, 4, 6, 2, 10, NULL, 2, 2, 6, 2, false, '2026-04-22 00:00:00', '2026-04-22 00:00:00', NULL);
