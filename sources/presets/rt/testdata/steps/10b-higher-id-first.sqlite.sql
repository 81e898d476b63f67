-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE Tickets SET LastUpdatedBy = 42, LastUpdated = '2026-04-21 12:00:01' WHERE id = 7;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(158, 'RT::Ticket', 7, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #7] Charged twice', 42, '2026-04-21 12:00:01');
