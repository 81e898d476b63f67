-- 2026-04-21 16:00:00 UTC: P16, a customer opens it
INSERT INTO issues (id, tracker_id, project_id, subject, description, category_id, status_id, assigned_to_id, priority_id, author_id, lock_version, created_on, updated_on, start_date, root_id, lft, rgt, is_private, closed_on) VALUES
(16, 3, 2, 'New card', 'Text of the customer', NULL, 1, NULL, 2, 12, 0, '2026-04-21 18:00:00.000000', '2026-04-21 18:00:00.000000', '2026-04-21', 16, 1, 2, false, NULL);
