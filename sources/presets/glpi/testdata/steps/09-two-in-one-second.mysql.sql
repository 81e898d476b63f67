SET time_zone = '+00:00';
-- 2026-04-21 10:00:00 UTC: P14, moved and solved
DELETE FROM `glpi_groups_tickets` WHERE `id` = 33;
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-21 10:00:00', `users_id_lastupdater` = 7, `status` = 5, `solvedate` = '2026-04-21 10:00:00', `solve_delay_stat` = 871200 WHERE `id` = 14;
INSERT INTO `glpi_itilsolutions` (`id`, `itemtype`, `items_id`, `solutiontypes_id`, `solutiontype_name`, `content`, `date_creation`, `date_mod`, `date_approval`, `users_id`, `user_name`, `users_id_editor`, `users_id_approval`, `user_name_approval`, `status`, `itilfollowups_id`) VALUES
(12, 'Ticket', 14, 0, NULL, '', '2026-04-21 10:00:00', '2026-04-21 10:00:00', NULL, 7, NULL, 0, 0, NULL, 2, NULL);
INSERT INTO `glpi_groups_tickets` (`id`, `tickets_id`, `groups_id`, `type`) VALUES
(34, 14, 2, 2);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(129, 'Ticket', 14, 'Group', 16, 'kim (7)', '2026-04-21 10:00:00', 0, 'Billing (3)', ''),
(130, 'Ticket', 14, 'Group', 15, 'kim (7)', '2026-04-21 10:00:00', 0, '', 'Support (2)'),
(131, 'Ticket', 14, 'ITILSolution', 17, 'kim (7)', '2026-04-21 10:00:00', 0, '', '(12)'),
(132, 'Ticket', 14, '', 0, 'kim (7)', '2026-04-21 10:00:00', 12, '42', '5');
