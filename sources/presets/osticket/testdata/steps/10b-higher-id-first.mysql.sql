-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE `ost_ticket` SET `isanswered` = 0, `lastupdate` = '2026-04-21 14:00:01', `updated` = '2026-04-21 14:00:01' WHERE `ticket_id` = 7;
UPDATE `ost_thread` SET `lastmessage` = '2026-04-21 14:00:01' WHERE `id` = 107;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(50, 41, 107, 0, 7, 'M', 512, 'Gus Grove', 'Email', NULL, 'Text of the customer', '2026-04-21 14:00:01', '0000-00-00 00:00:00');
