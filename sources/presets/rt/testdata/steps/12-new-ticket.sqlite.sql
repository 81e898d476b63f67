-- 2026-04-21 16:00:00 UTC: P18, a customer opens it
INSERT INTO Tickets (id, EffectiveId, IsMerged, Queue, Type, Owner, Subject, InitialPriority, FinalPriority, Priority, Status, SLA, Told, Starts, Started, Due, Resolved, LastUpdatedBy, LastUpdated, Creator, Created) VALUES
(18, 18, NULL, 4, 'ticket', 6, 'New card', 60, 0, 60, 'new', NULL, NULL, '1970-01-01 00:00:00', '1970-01-01 00:00:00', '1970-01-01 00:00:00', '1970-01-01 00:00:00', 40, '2026-04-21 16:00:00', 40, '2026-04-21 16:00:00');
INSERT INTO Transactions (id, ObjectType, ObjectId, TimeTaken, Type, Field, OldValue, NewValue, Data, Creator, Created) VALUES
(159, 'RT::Ticket', 18, 0, 'Create', NULL, NULL, NULL, NULL, 40, '2026-04-21 16:00:00'),
(160, 'RT::Ticket', 18, 0, 'EmailRecord', NULL, NULL, NULL, '<rt-18-20260421160000@desk.example>', 1, '2026-04-21 16:00:00');
INSERT INTO Groups (id, Name, Description, Domain, Instance, Creator, Created, LastUpdatedBy, LastUpdated) VALUES
(1180, 'AdminCc', NULL, 'RT::Ticket-Role', 18, 40, '2026-04-21 16:00:00', 40, '2026-04-21 16:00:00'),
(1181, 'Cc', NULL, 'RT::Ticket-Role', 18, 40, '2026-04-21 16:00:00', 40, '2026-04-21 16:00:00'),
(1182, 'Owner', NULL, 'RT::Ticket-Role', 18, 40, '2026-04-21 16:00:00', 40, '2026-04-21 16:00:00'),
(1183, 'Requestor', NULL, 'RT::Ticket-Role', 18, 40, '2026-04-21 16:00:00', 40, '2026-04-21 16:00:00');
INSERT INTO CachedGroupMembers (id, GroupId, MemberId, Via, ImmediateParentId, Disabled) VALUES
(149, 1180, 1180, 149, 1180, 0),
(150, 1181, 1181, 150, 1181, 0),
(151, 1182, 1182, 151, 1182, 0),
(152, 1182, 6, 152, 1182, 0),
(153, 1183, 1183, 153, 1183, 0),
(154, 1183, 40, 154, 1183, 0);
INSERT INTO Principals (id, PrincipalType, Disabled) VALUES
(1180, 'Group', 0),
(1181, 'Group', 0),
(1182, 'Group', 0),
(1183, 'Group', 0);
