-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE `ost_ticket` SET `isanswered` = 0, `lastupdate` = '2026-04-20 10:00:00', `updated` = '2026-04-20 10:00:00' WHERE `ticket_id` = 14;
UPDATE `ost_thread` SET `lastmessage` = '2026-04-20 10:00:00' WHERE `id` = 114;
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(44, 38, 114, 0, 8, 'M', 512, 'Hana Heath', 'Email', NULL, 'Text of the customer', '2026-04-20 10:00:00', '0000-00-00 00:00:00');
