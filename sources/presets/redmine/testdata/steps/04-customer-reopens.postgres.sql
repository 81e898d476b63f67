-- 2026-04-20 14:00:00 UTC: P13, the customer writes and reopens; closed_on stays
UPDATE issues SET status_id = 2, updated_on = '2026-04-20 16:00:00.000000', lock_version = 7 WHERE id = 13;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(59, 13, 'Issue', 9, 'Text of the customer', '2026-04-20 16:00:00.000000', false);
INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(47, 59, 'attr', 'status_id', '5', '2');
