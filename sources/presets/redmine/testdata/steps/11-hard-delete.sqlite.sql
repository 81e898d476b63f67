-- 2026-04-21 14:00:00 UTC: P13, deleted, row by row
DELETE FROM journal_details WHERE id IN (38, 39, 40, 41, 42, 46, 47);
DELETE FROM journals WHERE id IN (46, 47, 48, 49, 50, 58, 59, 60, 68);
DELETE FROM issues WHERE id IN (13);
