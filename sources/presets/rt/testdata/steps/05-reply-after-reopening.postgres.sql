-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE tickets SET told = '2026-04-20 16:00:00', lastupdatedby = 20, lastupdated = '2026-04-20 16:00:00' WHERE id = 13;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(147, 'RT::Ticket', 13, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 20, '2026-04-20 16:00:00'),
(148, 'RT::Ticket', 13, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-13-20260420160000@desk.example>', 1, '2026-04-20 16:00:00');
