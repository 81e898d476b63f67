-- 2026-04-20 18:00:00 UTC: P15, marked as a duplicate of P7 and closed
UPDATE issues SET status_id = 5, updated_on = '2026-04-20 20:00:00.500000', lock_version = 1, closed_on = '2026-04-20 20:00:00.500000' WHERE id = 15;
INSERT INTO issue_relations (id, issue_from_id, issue_to_id, relation_type) VALUES
(3, 15, 7, 'duplicates');
INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(61, 15, 'Issue', 5, '', '2026-04-20 20:00:00.000000', 0),
(62, 7, 'Issue', 5, '', '2026-04-20 20:00:00.000000', 0),
(63, 15, 'Issue', 5, '', '2026-04-20 20:00:00.500000', 0);
INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(48, 61, 'relation', 'duplicates', NULL, '7'),
(49, 62, 'relation', 'duplicated', NULL, '15'),
(50, 63, 'attr', 'status_id', '1', '5');
