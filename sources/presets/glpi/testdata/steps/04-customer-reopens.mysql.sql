SET time_zone = '+00:00';
-- 2026-04-20 14:00:00 UTC: P13, the customer refuses the solution
UPDATE `glpi_itilsolutions` SET `status` = 4, `date_approval` = '2026-04-20 14:00:00', `date_mod` = '2026-04-20 14:00:00', `users_id_approval` = 22 WHERE `id` = 11;
UPDATE `glpi_tickets` SET `status` = 2, `solvedate` = NULL, `closedate` = NULL, `solve_delay_stat` = 0, `close_delay_stat` = 0, `date_mod` = '2026-04-20 14:00:00', `users_id_lastupdater` = 22 WHERE `id` = 13;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(33, 'Ticket', 13, '2026-04-20 14:00:00', 22, 0, '', 0, 2, '2026-04-20 14:00:00', '2026-04-20 14:00:00', 1, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(121, 'Ticket', 13, 'ITILFollowup', 17, 'cleo (22)', '2026-04-20 14:00:00', 0, '', '(33)'),
(122, 'Ticket', 13, '', 0, 'cleo (22)', '2026-04-20 14:00:00', 12, '5', '2');
