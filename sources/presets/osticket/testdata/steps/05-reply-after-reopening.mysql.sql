-- 2026-04-20 16:00:00 UTC: P13, an agent replies
UPDATE `ost_ticket` SET `isanswered` = 1, `updated` = '2026-04-20 18:00:00' WHERE `ticket_id` = 13;
UPDATE `ost_thread` SET `lastresponse` = '2026-04-20 18:00:00' WHERE `id` = 113;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(47, 46, 113, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-20 18:00:00', '0000-00-00 00:00:00');
