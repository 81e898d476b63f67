-- 2026-04-21 08:00:00 UTC: P14, moved
UPDATE Tickets SET Queue = 4, LastUpdated = '2026-04-21 08:00:00' WHERE id = 14;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(153, 'RT::Ticket', 14, 0, 'Set', 'Queue', '5', '4', NULL, 20, '2026-04-21 08:00:00');
