-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE issues SET updated_on = '2026-04-20 18:00:00.000000', lock_version = 8 WHERE id = 13;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(60, 13, 'Issue', 5, 'Text of the agent', '2026-04-20 18:00:00.000000', 0);
