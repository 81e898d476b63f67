-- 2026-04-20 10:00:00 UTC: P14, an agent replies and leaves it pending
UPDATE conversations SET status = 2, threads_count = 4, last_reply_at = '2026-04-20 12:00:00', last_reply_from = 2, user_updated_at = '2026-04-20 12:00:00', updated_at = '2026-04-20 12:00:00' WHERE id = 14;
INSERT INTO threads (id, conversation_id, type, status, state, body, source_via, source_type, customer_id, created_by_user_id, "first", created_at, updated_at) VALUES
(72, 14, 2, 2, 2, 'Text of the agent', 2, 2, 8, 2, false, '2026-04-20 12:00:00', '2026-04-20 12:00:00');
