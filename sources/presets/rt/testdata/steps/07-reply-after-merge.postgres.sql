-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE tickets SET told = '2026-04-20 20:00:00', lastupdatedby = 22, lastupdated = '2026-04-20 20:00:00' WHERE id = 7;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(151, 'RT::Ticket', 7, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 22, '2026-04-20 20:00:00'),
(152, 'RT::Ticket', 7, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-7-20260420200000@desk.example>', 1, '2026-04-20 20:00:00');
