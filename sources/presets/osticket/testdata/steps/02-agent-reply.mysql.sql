-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE `ost_ticket` SET `isanswered` = 1, `updated` = '2026-04-20 12:00:00' WHERE `ticket_id` = 14;
UPDATE `ost_thread` SET `lastresponse` = '2026-04-20 12:00:00' WHERE `id` = 114;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(45, 44, 114, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-20 12:00:00', '0000-00-00 00:00:00');
