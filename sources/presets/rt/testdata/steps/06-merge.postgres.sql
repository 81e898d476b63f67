-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE tickets SET lastupdated = '2026-04-20 18:00:00' WHERE id = 7;
UPDATE tickets SET effectiveid = 7, ismerged = 1 WHERE id = 15;
INSERT INTO transactions (id, objecttype, objectid, timetaken, type, field, oldvalue, newvalue, data, creator, created) VALUES
(149, 'RT::Ticket', 15, 0, 'AddLink', 'MergedInto', NULL, 'fsck.com-rt://desk.example/ticket/7', NULL, 20, '2026-04-20 18:00:00'),
(150, 'RT::Ticket', 7, 0, 'AddLink', 'MergedInto', NULL, 'fsck.com-rt://desk.example/ticket/7', NULL, 20, '2026-04-20 18:00:00');
INSERT INTO cachedgroupmembers (id, groupid, memberid, via, immediateparentid, disabled) VALUES
(148, 1073, 32, 148, 1073, 0);
