-- 2026-04-20 12:00:00 UTC: P13, an agent closes
UPDATE issues SET status_id = 5, updated_on = '2026-04-20 14:00:00.000000', lock_version = 6, closed_on = '2026-04-20 14:00:00.000000' WHERE id = 13;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(58, 13, 'Issue', 5, '', '2026-04-20 14:00:00.000000', false);
INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(46, 58, 'attr', 'status_id', '4', '5');
