-- 2026-04-21 18:00:00 UTC: P18, assigned automatically
UPDATE conversations SET assignee_id = 21, updated_at = '2026-04-21 18:00:00' WHERE id = 118;
