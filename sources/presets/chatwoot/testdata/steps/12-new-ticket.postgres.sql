-- 2026-04-21 16:00:00 UTC: P18, a customer opens it
INSERT INTO conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, contact_last_seen_at, agent_last_seen_at, additional_attributes, uuid, last_activity_at, team_id, campaign_id, snoozed_until, custom_attributes, first_reply_created_at, priority, sla_policy_id, waiting_since, cached_label_list) VALUES
(118, 1, 3, 0, NULL, '2026-04-21 16:00:00', '2026-04-21 16:00:00', 35, 18, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000118', '2026-04-21 16:00:00', 2, NULL, NULL, '{}', NULL, 1, NULL, '2026-04-21 16:00:00', NULL);
INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(99, 'Text of the customer', 1, 3, 118, 0, '2026-04-21 16:00:00', '2026-04-21 16:00:00', false, 0, NULL, 0, '{}', 'Contact', 35, '{}');
INSERT INTO reporting_events (id, name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, value_in_business_hours, event_start_time, event_end_time) VALUES
(54, 'conversation_opened', 0, 1, 3, NULL, 118, '2026-04-21 16:00:00', '2026-04-21 16:00:00', NULL, '2026-04-21 16:00:00', '2026-04-21 16:00:00');
