-- 2026-04-21 14:00:00 UTC: P13, deleted, row by row
DELETE FROM `ost_ticket` WHERE `ticket_id` IN (13);
DELETE FROM `ost_thread` WHERE `id` IN (113);
DELETE FROM `ost_thread_entry` WHERE `id` IN (34, 35, 36, 37, 46, 47, 49);
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(52, 113, 'T', 14, 2, 0, 1, 0, NULL, 'kim', 2, 'S', 0, '2026-04-21 16:00:00');
UPDATE `ost_thread_event` SET `thread_id` = 0 WHERE `id` = 37;
UPDATE `ost_thread_event` SET `thread_id` = 0 WHERE `id` = 38;
UPDATE `ost_thread_event` SET `thread_id` = 0 WHERE `id` = 39;
UPDATE `ost_thread_event` SET `thread_id` = 0 WHERE `id` = 43;
UPDATE `ost_thread_event` SET `thread_id` = 0 WHERE `id` = 44;
DELETE FROM `ost_ticket__cdata` WHERE `ticket_id` IN (13);
