-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE tickets SET lastupdatedby = 42, lastupdated = '2026-04-21 12:00:01' WHERE id = 7;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(158, 'RT::Ticket', 7, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #7] Charged twice', 42, '2026-04-21 12:00:01');
