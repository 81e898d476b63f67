-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE Tickets SET LastUpdatedBy = 44, LastUpdated = '2026-04-20 08:00:00' WHERE id = 14;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(140, 'RT::Ticket', 14, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #14] Part missing', 44, '2026-04-20 08:00:00');
