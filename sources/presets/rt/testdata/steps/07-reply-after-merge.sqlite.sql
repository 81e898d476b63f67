-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE Tickets SET Told = '2026-04-20 20:00:00', LastUpdatedBy = 22, LastUpdated = '2026-04-20 20:00:00' WHERE id = 7;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(151, 'RT::Ticket', 7, 0, 'Correspond', NULL, NULL, NULL, 'No Subject', 22, '2026-04-20 20:00:00'),
(152, 'RT::Ticket', 7, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-7-20260420200000@desk.example>', 1, '2026-04-20 20:00:00');
