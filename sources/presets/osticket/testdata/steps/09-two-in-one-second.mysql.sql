-- 2026-04-21 10:00:00 UTC: P14, moved
-- 2026-04-21 10:00:00 UTC: P14, an agent solves
UPDATE `ost_ticket` SET `status_id` = 2, `dept_id` = 1, `staff_id` = 2, `closed` = '2026-04-21 12:00:00', `lastupdate` = '2026-04-21 12:00:00', `updated` = '2026-04-21 12:00:00' WHERE `ticket_id` = 14;
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(50, 114, 'T', 6, 2, 0, 1, 0, '{"dept":"Support"}', 'kim', 2, 'S', 0, '2026-04-21 12:00:00'),
(51, 114, 'T', 2, 2, 0, 1, 0, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2026-04-21 12:00:00');
