-- 2026-04-21 08:00:00 UTC: P14, moved and its priority raised
UPDATE conversations SET updated_at = '2026-04-21 08:00:00', team_id = 2, priority = 2 WHERE id = 114;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(92, 'Assigned to billing by Kim', 1, 1, 114, 2, '2026-04-21 08:00:00', '2026-04-21 08:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(93, 'Kim changed the priority to high', 1, 1, 114, 2, '2026-04-21 08:00:00', '2026-04-21 08:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}');
