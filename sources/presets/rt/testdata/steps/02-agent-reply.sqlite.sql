-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE Tickets SET Told = '2026-04-20 10:00:00', LastUpdatedBy = 20, LastUpdated = '2026-04-20 10:00:00' WHERE id = 14;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(141, 'RT::Ticket', 14, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 20, '2026-04-20 10:00:00'),
(142, 'RT::Ticket', 14, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-14-20260420100000@desk.example>', 1, '2026-04-20 10:00:00');
