-- 2026-04-20 08:00:00 UTC: P14, the customer writes (updated_at stays)
UPDATE conversations SET last_activity_at = '2026-04-20 08:00:00', waiting_since = '2026-04-20 08:00:00' WHERE id = 114;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(85, 'Text of the customer', 1, 1, 114, 0, '2026-04-20 08:00:00', '2026-04-20 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 37, '{}');
