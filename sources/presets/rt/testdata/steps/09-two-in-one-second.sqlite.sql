-- 2026-04-21 10:00:00 UTC: P14, moved
-- 2026-04-21 10:00:00 UTC: P14, an agent solves
UPDATE Tickets SET Queue = 3, Status = 'resolved', Resolved = '2026-04-21 10:00:00', LastUpdated = '2026-04-21 10:00:00' WHERE id = 14;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(154, 'RT::Ticket', 14, 0, 'Set', 'Queue', '4', '3', NULL, 20, '2026-04-21 10:00:00'),
(155, 'RT::Ticket', 14, 0, 'Status', 'Status', 'vendor-wait', 'resolved', NULL, 20, '2026-04-21 10:00:00'),
(156, 'RT::Ticket', 14, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-14-20260421100000@desk.example>', 1, '2026-04-21 10:00:00');
