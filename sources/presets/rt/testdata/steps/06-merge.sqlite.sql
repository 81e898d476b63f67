-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE Tickets SET LastUpdated = '2026-04-20 18:00:00' WHERE id = 7;
UPDATE Tickets SET EffectiveId = 7, IsMerged = 1 WHERE id = 15;
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(149, 'RT::Ticket', 15, 0, 'AddLink', 'MergedInto', NULL, 'fsck.com-rt://desk.example/ticket/7', NULL, 20, '2026-04-20 18:00:00'),
(150, 'RT::Ticket', 7, 0, 'AddLink', 'MergedInto', NULL, 'fsck.com-rt://desk.example/ticket/7', NULL, 20, '2026-04-20 18:00:00');
INSERT INTO CachedGroupMembers (id, GroupId, MemberId, Via, ImmediateParentId, Disabled) VALUES
(148, 1073, 32, 148, 1073, 0);
