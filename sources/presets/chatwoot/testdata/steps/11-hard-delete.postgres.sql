-- 2026-04-21 14:00:00 UTC: P13, destroyed with its messages and reporting events
DELETE FROM conversations WHERE id IN (113);
DELETE FROM messages WHERE id IN (68, 69, 70, 71, 72, 73, 87, 88, 89, 90, 97);
DELETE FROM reporting_events WHERE id IN (39, 40, 41, 49, 50, 51);
