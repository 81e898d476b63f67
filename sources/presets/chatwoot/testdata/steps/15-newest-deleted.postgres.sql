-- 2026-04-21 22:00:00 UTC: P18, destroyed with its messages and reporting events
DELETE FROM conversations WHERE id IN (118);
DELETE FROM messages WHERE id IN (99, 101);
DELETE FROM reporting_events WHERE id IN (54);
