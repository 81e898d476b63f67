-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE conversations SET updated_at = '2026-04-21 12:00:00', last_activity_at = '2026-04-21 12:00:00', waiting_since = '2026-04-21 12:00:00' WHERE id = 113;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(97, 'Text of the customer', 1, 1, 113, 0, '2026-04-21 12:00:00', '2026-04-21 12:00:00', false, 0, NULL, 8, '{}', 'Contact', 32, '{}');
