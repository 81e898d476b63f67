-- 2026-04-21 18:00:00 UTC: P18, the system writes to the customer
UPDATE Tickets SET Told = '2026-04-21 18:00:00', LastUpdatedBy = 1, LastUpdated = '2026-04-21 18:00:00' WHERE id = 18;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(161, 'RT::Ticket', 18, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 1, '2026-04-21 18:00:00'),
(162, 'RT::Ticket', 18, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-18-20260421180000@desk.example>', 1, '2026-04-21 18:00:00');
