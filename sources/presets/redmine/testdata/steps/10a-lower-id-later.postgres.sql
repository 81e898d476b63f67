-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE issues SET updated_on = '2026-04-21 14:00:00.000000', lock_version = 9 WHERE id = 13;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(68, 13, 'Issue', 9, 'Text of the customer', '2026-04-21 14:00:00.000000', false);
