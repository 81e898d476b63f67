-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE conversations SET updated_at = '2026-04-20 10:00:00', last_activity_at = '2026-04-20 10:00:00', waiting_since = NULL WHERE id = 114;
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(86, 'Text of the agent', 1, 1, 114, 1, '2026-04-20 10:00:00', '2026-04-20 10:00:00', false, 0, NULL, 0, '{}', 'User', 20, '{}');
INSERT INTO reporting_events (id, name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, value_in_business_hours, event_start_time, event_end_time) VALUES
(48, 'reply_time', 7200, 1, 1, 20, 114, '2026-04-20 10:00:00', '2026-04-20 10:00:00', NULL, '2026-04-20 08:00:00', '2026-04-20 10:00:00');
