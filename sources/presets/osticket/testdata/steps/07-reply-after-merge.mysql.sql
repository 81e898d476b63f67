-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE `ost_ticket` SET `isanswered` = 1, `updated` = '2026-04-20 22:00:00' WHERE `ticket_id` = 7;
UPDATE `ost_thread` SET `lastresponse` = '2026-04-20 22:00:00' WHERE `id` = 107;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(48, 41, 107, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-04-20 22:00:00', '0000-00-00 00:00:00');
