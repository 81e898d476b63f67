-- 2026-04-21 10:00:00 UTC: P14, moved
-- 2026-04-21 10:00:00 UTC: P14, an agent solves
UPDATE tickets SET queue = 3, status = 'resolved', resolved = '2026-04-21 10:00:00', lastupdated = '2026-04-21 10:00:00' WHERE id = 14;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(154, 'RT::Ticket', 14, 0, 'Set', 'Queue', '4', '3', NULL, 20, '2026-04-21 10:00:00'),
(155, 'RT::Ticket', 14, 0, 'Status', 'Status', 'vendor-wait', 'resolved', NULL, 20, '2026-04-21 10:00:00'),
(156, 'RT::Ticket', 14, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-14-20260421100000@desk.example>', 1, '2026-04-21 10:00:00');
