-- 2026-04-22 00:00:00 UTC: P18, deleted forever, row by row
DELETE FROM threads WHERE conversation_id = 18;
DELETE FROM conversations WHERE id = 18;
