-- 2026-04-20 12:00:00 UTC: P13, an agent solves
UPDATE `ost_ticket` SET `status_id` = 2, `closed` = '2026-04-20 14:00:00', `lastupdate` = '2026-04-20 14:00:00', `updated` = '2026-04-20 14:00:00' WHERE `ticket_id` = 13;
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(43, 113, 'T', 2, 2, 0, 1, 0, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2026-04-20 14:00:00');
