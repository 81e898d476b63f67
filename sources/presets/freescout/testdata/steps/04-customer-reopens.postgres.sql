-- 2026-04-20 14:00:00 UTC: P13, the customer writes; no line item tells of the reopening
UPDATE conversations SET status = 1, threads_count = 5, last_reply_at = '2026-04-20 16:00:00', last_reply_from = 1, last_customer_reply_at = '2026-04-20 16:00:00', updated_at = '2026-04-20 16:00:00', folder_id = 40 WHERE id = 13;
INSERT INTO threads (id, conversation_id, user_id, type, status, state, body, "from", source_via, source_type, customer_id, created_by_customer_id, "first", created_at, updated_at) VALUES
(74, 13, 2, 1, 1, 2, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, 3, false, '2026-04-20 16:00:00', '2026-04-20 16:00:00');
