-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE `ost_ticket` SET `flags` = 17, `updated` = '2026-04-20 20:00:00' WHERE `ticket_id` = 7;
UPDATE `ost_ticket` SET `ticket_pid` = 7, `status_id` = 3, `staff_id` = 2, `flags` = 1, `sort` = 1, `closed` = '2026-04-20 20:00:00', `lastupdate` = '2026-04-20 20:00:00', `updated` = '2026-04-20 20:00:00' WHERE `ticket_id` = 15;
UPDATE `ost_thread` SET `object_type` = 'C', `extra` = '{"ticket_id":7,"number":"400555"}' WHERE `id` = 115;
UPDATE `ost_thread_entry` SET `thread_id` = 107, `flags` = 1089 WHERE `id` = 41;
UPDATE `ost_thread_entry` SET `thread_id` = 107, `flags` = 1216 WHERE `id` = 42;
UPDATE `ost_thread_entry` SET `thread_id` = 107, `flags` = 1088 WHERE `id` = 43;
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(45, 107, 'T', 15, 3, 0, 2, 0, '{"ticket":"Ticket #400555","id":15}', 'kim', 2, 'S', 0, '2026-04-20 20:00:00'),
(46, 115, 'T', 15, 2, 0, 1, 1, '{"ticket":"Ticket #400259","id":7}', 'kim', 2, 'S', 0, '2026-04-20 20:00:00'),
(47, 107, 'T', 7, 3, 0, 2, 0, '{"dept":1}', 'kim', 2, 'S', 0, '2026-04-20 20:00:00'),
(48, 115, 'T', 2, 2, 0, 1, 1, '{"status":[3,"Closed"]}', 'kim', 2, 'S', 0, '2026-04-20 20:00:00');
