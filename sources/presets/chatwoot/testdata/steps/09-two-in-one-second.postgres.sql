-- 2026-04-21 10:00:00 UTC: P14, moved
-- 2026-04-21 10:00:00 UTC: P14, an agent takes and resolves it
UPDATE conversations SET status = 1, assignee_id = 20, updated_at = '2026-04-21 10:00:00', team_id = 1 WHERE id = 114;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(94, 'Assigned to support by Kim', 1, 1, 114, 2, '2026-04-21 10:00:00', '2026-04-21 10:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(95, 'Kim self-assigned this conversation', 1, 1, 114, 2, '2026-04-21 10:00:00', '2026-04-21 10:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(96, 'Conversation was marked resolved by Kim', 1, 1, 114, 2, '2026-04-21 10:00:00', '2026-04-21 10:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}');
INSERT INTO reporting_events (id, name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, value_in_business_hours, event_start_time, event_end_time) VALUES
(53, 'conversation_resolved', 871200, 1, 1, 20, 114, '2026-04-21 10:00:00', '2026-04-21 10:00:00', NULL, '2026-04-11 08:00:00', '2026-04-21 10:00:00');
