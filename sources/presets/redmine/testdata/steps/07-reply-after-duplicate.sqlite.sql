-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE issues SET updated_on = '2026-04-20 22:00:00.000000', lock_version = 6 WHERE id = 7;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(64, 7, 'Issue', 6, 'Text of the agent', '2026-04-20 22:00:00.000000', 0);
