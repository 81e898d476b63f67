-- 2026-04-21 18:00:00 UTC: P16, the customer writes
UPDATE issues SET updated_on = '2026-04-21 20:00:00.000000', lock_version = 1 WHERE id = 16;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(70, 16, 'Issue', 12, 'Text of the customer', '2026-04-21 20:00:00.000000', 0);
