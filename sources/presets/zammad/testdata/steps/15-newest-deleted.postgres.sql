-- 2026-04-21 22:00:00 UTC: P19, destroyed with its articles and histories
DELETE FROM tickets WHERE id IN (19);
DELETE FROM ticket_articles WHERE id IN (58, 59);
DELETE FROM histories WHERE id IN (169, 170, 171, 172, 173);
