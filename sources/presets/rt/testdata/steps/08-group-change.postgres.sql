-- 2026-04-21 08:00:00 UTC: P14, moved
UPDATE tickets SET queue = 4, lastupdated = '2026-04-21 08:00:00' WHERE id = 14;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(153, 'RT::Ticket', 14, 0, 'Set', 'Queue', '5', '4', NULL, 20, '2026-04-21 08:00:00');
