-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE tickets SET told = '2026-04-20 10:00:00', lastupdatedby = 20, lastupdated = '2026-04-20 10:00:00' WHERE id = 14;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(141, 'RT::Ticket', 14, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 20, '2026-04-20 10:00:00'),
(142, 'RT::Ticket', 14, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-14-20260420100000@desk.example>', 1, '2026-04-20 10:00:00');
