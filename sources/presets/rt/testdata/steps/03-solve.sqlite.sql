-- 2026-04-20 12:00:00 UTC: P13, an agent solves
UPDATE Tickets SET Status = 'resolved', Resolved = '2026-04-20 12:00:00', LastUpdated = '2026-04-20 12:00:00' WHERE id = 13;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(143, 'RT::Ticket', 13, 0, 'Status', 'Status', 'stalled', 'resolved', NULL, 20, '2026-04-20 12:00:00'),
(144, 'RT::Ticket', 13, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-13-20260420120000@desk.example>', 1, '2026-04-20 12:00:00');
