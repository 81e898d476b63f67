-- 2026-04-20 14:00:00 UTC: P13, the customer writes
UPDATE Tickets SET Status = 'open', LastUpdatedBy = 1, LastUpdated = '2026-04-20 14:00:00' WHERE id = 13;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(145, 'RT::Ticket', 13, 0, 'Correspond', NULL, NULL, NULL, 'Re: [desk.example #13] Printer offline', 34, '2026-04-20 14:00:00'),
(146, 'RT::Ticket', 13, 0, 'Status', 'Status', 'resolved', 'open', NULL, 1, '2026-04-20 14:00:00');
