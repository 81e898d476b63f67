-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE conversations SET threads_count = 5, last_reply_at = '2026-04-21 14:00:01', last_reply_from = 1, last_customer_reply_at = '2026-04-21 14:00:01', updated_at = '2026-04-21 14:00:01' WHERE id = 7;
INSERT INTO threads (id, conversation_id, user_id, type, status, state, body, "from", source_via, source_type, customer_id, created_by_customer_id, "first", created_at, updated_at) VALUES
(84, 7, 3, 1, 1, 2, 'Text of the customer', 'gus@customers.example', 1, 1, 7, 7, false, '2026-04-21 14:00:01', '2026-04-21 14:00:01');
