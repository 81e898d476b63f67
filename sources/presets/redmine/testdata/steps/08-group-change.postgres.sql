-- 2026-04-21 08:00:00 UTC: P14, moved from project field to billing
UPDATE issues SET project_id = 2, updated_on = '2026-04-21 10:00:00.000000', lock_version = 6 WHERE id = 14;
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(65, 14, 'Issue', 5, '', '2026-04-21 10:00:00.000000', false);
INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(51, 65, 'attr', 'project_id', '3', '2');
