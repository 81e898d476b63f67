-- 2026-04-21 16:00:00 UTC: P18, a customer opens it
INSERT INTO conversations (id, number, threads_count, type, folder_id, status, state, subject, customer_email, preview, mailbox_id, customer_id, created_by_customer_id, source_via, source_type, last_reply_at, last_reply_from, last_customer_reply_at, created_at, updated_at) VALUES
(18, 18, 1, 1, 101, 1, 2, 'New card', 'fay@customers.example', 'New card', 2, 6, 6, 1, 1, '2026-04-21 18:00:00', 1, '2026-04-21 18:00:00', '2026-04-21 18:00:00', '2026-04-21 18:00:00');
INSERT INTO threads (id, conversation_id, type, status, state, body, "from", source_via, source_type, customer_id, created_by_customer_id, "first", created_at, updated_at) VALUES
(85, 18, 1, 1, 2, 'Text of the customer', 'fay@customers.example', 1, 1, 6, 6, true, '2026-04-21 18:00:00', '2026-04-21 18:00:00');
