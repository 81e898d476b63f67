-- 2026-04-21 08:00:00 UTC: P14, moved
UPDATE `ost_ticket` SET `dept_id` = 2, `updated` = '2026-04-21 10:00:00' WHERE `ticket_id` = 14;
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(49, 114, 'T', 6, 2, 0, 2, 0, '{"dept":"Billing"}', 'kim', 2, 'S', 0, '2026-04-21 10:00:00');
