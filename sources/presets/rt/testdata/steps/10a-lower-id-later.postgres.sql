-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE tickets SET lastupdatedby = 34, lastupdated = '2026-04-21 12:00:00' WHERE id = 13;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(157, 'RT::Ticket', 13, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #13] Printer offline', 34, '2026-04-21 12:00:00');
