-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE conversations SET updated_at = '2026-04-21 12:00:01', last_activity_at = '2026-04-21 12:00:01', waiting_since = '2026-04-21 12:00:01' WHERE id = 107;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(98, 'Text of the customer', 1, 1, 107, 0, '2026-04-21 12:00:01', '2026-04-21 12:00:01', false, 0, NULL, 8, '{}', 'Contact', 36, '{}');
