-- 2026-04-21 10:00:00.0 UTC: P14, moved from project billing to support
-- 2026-04-21 10:00:00.5 UTC: P14, an agent closes
UPDATE issues SET project_id = 1, updated_on = '2026-04-21 12:00:00.500000', lock_version = 8, status_id = 5, closed_on = '2026-04-21 12:00:00.500000' WHERE id = 14;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(66, 14, 'Issue', 5, '', '2026-04-21 12:00:00.000000', 0),
(67, 14, 'Issue', 5, '', '2026-04-21 12:00:00.500000', 0);
INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(52, 66, 'attr', 'project_id', '2', '1'),
(53, 67, 'attr', 'status_id', '7', '5');
