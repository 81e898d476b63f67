-- 2026-04-21 20:00:00 UTC: P16, deleted, row by row
DELETE FROM journals WHERE id IN (70);
DELETE FROM issues WHERE id IN (16);
