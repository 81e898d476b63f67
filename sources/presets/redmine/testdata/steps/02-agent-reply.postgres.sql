-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE issues SET updated_on = '2026-04-20 12:00:00.000000', lock_version = 5 WHERE id = 14;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(57, 14, 'Issue', 5, 'Text of the agent', '2026-04-20 12:00:00.000000', false);
