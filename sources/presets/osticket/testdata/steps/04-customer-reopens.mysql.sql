-- 2026-04-20 14:00:00 UTC: P13, the customer writes
UPDATE `ost_ticket` SET `status_id` = 1, `isanswered` = 0, `reopened` = '2026-04-20 16:00:00', `closed` = NULL, `lastupdate` = '2026-04-20 16:00:00', `updated` = '2026-04-20 16:00:00' WHERE `ticket_id` = 13;
UPDATE `ost_thread` SET `lastmessage` = '2026-04-20 16:00:00' WHERE `id` = 113;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(46, 36, 113, 0, 3, 'M', 512, 'Cleo Clay', 'Email', NULL, 'Text of the customer', '2026-04-20 16:00:00', '0000-00-00 00:00:00');
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(44, 113, 'T', 3, 2, 0, 1, 0, NULL, 'SYSTEM', NULL, 'S', 0, '2026-04-20 16:00:00');
UPDATE `ost_thread_event` SET `annulled` = 1 WHERE `id` = 43;
