-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE tickets SET lastupdatedby = 44, lastupdated = '2026-04-20 08:00:00' WHERE id = 14;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(140, 'RT::Ticket', 14, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #14] Part missing', 44, '2026-04-20 08:00:00');
