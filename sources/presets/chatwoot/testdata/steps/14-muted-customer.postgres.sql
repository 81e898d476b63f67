-- 2026-04-21 20:00:00 UTC: P14, a muted customer writes; 20:10:00 P18, a note
UPDATE conversations SET last_activity_at = '2026-04-21 20:00:00' WHERE id = 114;
UPDATE conversations SET last_activity_at = '2026-04-21 20:10:00' WHERE id = 118;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(100, 'Text of the customer', 1, 1, 114, 0, '2026-04-21 20:00:00', '2026-04-21 20:00:00', false, 0, NULL, 8, '{}', 'Contact', (SELECT contact_id FROM conversations WHERE id = 114), '{}'),
(101, 'Note', 1, 3, 118, 1, '2026-04-21 20:10:00', '2026-04-21 20:10:00', true, 0, NULL, 0, '{}', 'User', 20, '{}');
