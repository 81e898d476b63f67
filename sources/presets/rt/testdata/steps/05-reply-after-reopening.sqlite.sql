-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE Tickets SET Told = '2026-04-20 16:00:00', LastUpdatedBy = 20, LastUpdated = '2026-04-20 16:00:00' WHERE id = 13;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(147, 'RT::Ticket', 13, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 20, '2026-04-20 16:00:00'),
(148, 'RT::Ticket', 13, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-13-20260420160000@desk.example>', 1, '2026-04-20 16:00:00');
