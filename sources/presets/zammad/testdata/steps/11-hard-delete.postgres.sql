-- 2026-04-21 14:00:00 UTC: P13, destroyed with its articles and histories, the history of user 13 stays
DELETE FROM tickets WHERE id IN (13);
DELETE FROM ticket_articles WHERE id IN (37, 38, 39, 40, 49, 50, 53);
DELETE FROM histories WHERE id IN (109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 144, 145, 146, 147, 148, 149, 159, 160);
