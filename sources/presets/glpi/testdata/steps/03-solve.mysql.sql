SET time_zone = '+00:00';
-- 2026-04-20 12:00:00 UTC: P13, an agent solves
UPDATE `glpi_tickets` SET `status` = 5, `solvedate` = '2026-04-20 12:00:00', `solve_delay_stat` = 878400, `waiting_duration` = 875640, `begin_waiting_date` = NULL, `date_mod` = '2026-04-20 12:00:00', `users_id_lastupdater` = 7 WHERE `id` = 13;
INSERT INTO `glpi_itilsolutions` (`id`, `itemtype`, `items_id`, `solutiontypes_id`, `solutiontype_name`, `content`, `date_creation`, `date_mod`, `date_approval`, `users_id`, `user_name`, `users_id_editor`, `users_id_approval`, `user_name_approval`, `status`, `itilfollowups_id`) VALUES
(11, 'Ticket', 13, 0, NULL, '', '2026-04-20 12:00:00', '2026-04-20 12:00:00', NULL, 7, NULL, 0, 0, NULL, 2, NULL);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(119, 'Ticket', 13, 'ITILSolution', 17, 'kim (7)', '2026-04-20 12:00:00', 0, '', '(11)'),
(120, 'Ticket', 13, '', 0, 'kim (7)', '2026-04-20 12:00:00', 12, '4', '5');
