-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE `ost_ticket` SET `isanswered` = 0, `lastupdate` = '2026-04-21 14:00:00', `updated` = '2026-04-21 14:00:00' WHERE `ticket_id` = 13;
UPDATE `ost_thread` SET `lastmessage` = '2026-04-21 14:00:00' WHERE `id` = 113;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(49, 46, 113, 0, 3, 'M', 512, 'Cleo Clay', 'Email', NULL, 'Text of the customer', '2026-04-21 14:00:00', '0000-00-00 00:00:00');
