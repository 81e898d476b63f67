-- 2026-04-21 14:00:00 UTC: P13, deleted forever, row by row
DELETE FROM threads WHERE id IN (56, 57, 58, 59, 60, 61, 73, 74, 75, 83);
DELETE FROM conversations WHERE id IN (13);
