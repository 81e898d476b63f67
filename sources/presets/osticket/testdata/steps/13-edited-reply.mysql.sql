-- 2026-04-21 18:00:00 UTC: P7, lou corrects the reply of 04-20 20:00: a new entry (flag 2) with the old one's time, the old one is hidden (flag 4)
INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(52, 48, 107, 3, 0, 'R', 66, 'Lou', '', NULL, 'Corrected text of the agent', '2026-04-20 22:00:00', '2026-04-21 20:00:00');
UPDATE `ost_thread_entry` SET `flags` = 68 WHERE `id` = 48;
