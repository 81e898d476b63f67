-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE issues SET updated_on = '2026-04-20 10:00:00.000000', lock_version = 4 WHERE id = 14;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(56, 14, 'Issue', 14, 'Text of the customer', '2026-04-20 10:00:00.000000', 0);
