-- 2026-04-21 16:00:00 UTC: P18, a customer opens it
INSERT INTO `ost_ticket` (`ticket_id`, `ticket_pid`, `number`, `user_id`, `status_id`, `dept_id`, `topic_id`, `staff_id`, `flags`, `sort`, `source`, `isanswered`, `reopened`, `closed`, `lastupdate`, `created`, `updated`) VALUES
(18, NULL, '400666', 6, 1, 2, 0, 0, 0, 0, 'Email', 0, NULL, NULL, '2026-04-21 18:00:00', '2026-04-21 18:00:00', '2026-04-21 18:00:00');
INSERT INTO `ost_thread` (`id`, `object_id`, `object_type`, `extra`, `lastresponse`, `lastmessage`, `created`) VALUES
(118, 18, 'T', NULL, NULL, '2026-04-21 18:00:00', '2026-04-21 18:00:00');
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(51, 0, 118, 0, 6, 'M', 513, 'Fay Fern', 'Email', 'New card', 'Text of the customer', '2026-04-21 18:00:00', '0000-00-00 00:00:00');
INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(53, 118, 'T', 1, 0, 0, 2, 0, NULL, 'SYSTEM', 6, 'U', 0, '2026-04-21 18:00:00');
INSERT INTO `ost_ticket__cdata` (`ticket_id`, `subject`, `priority`) VALUES
(18, 'New card', '2');
