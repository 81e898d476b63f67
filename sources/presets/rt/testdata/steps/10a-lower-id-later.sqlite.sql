-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE Tickets SET LastUpdatedBy = 34, LastUpdated = '2026-04-21 12:00:00' WHERE id = 13;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(157, 'RT::Ticket', 13, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #13] Printer offline', 34, '2026-04-21 12:00:00');
