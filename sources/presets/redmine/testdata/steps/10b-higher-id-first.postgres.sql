-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE issues SET updated_on = '2026-04-21 14:00:01.000000', lock_version = 7 WHERE id = 7;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(69, 7, 'Issue', 13, 'Text of the customer', '2026-04-21 14:00:01.000000', false);
