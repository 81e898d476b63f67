SET time_zone = '+00:00';
-- 2026-04-20 18:00:00 UTC: P15, merged into P7
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-20 18:00:00', `users_id_lastupdater` = 7 WHERE `id` = 7;
UPDATE `glpi_tickets` SET `status` = 6, `date_mod` = '2026-04-20 18:00:00', `users_id_lastupdater` = 7, `is_deleted` = 1 WHERE `id` = 15;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(35, 'Ticket', 7, '2026-04-19 12:00:00', 21, 0, '', 0, 1, '2026-04-20 18:00:00', '2026-04-20 18:00:00', 1, 15, 0);
INSERT INTO `glpi_tickets_tickets` (`id`, `tickets_id_1`, `tickets_id_2`, `link`) VALUES
(4, 15, 7, 3);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(124, 'Ticket', 15, '', 0, 'kim (7)', '2026-04-20 18:00:00', 12, '1', '6'),
(125, 'Ticket', 15, '', 13, 'kim (7)', '2026-04-20 18:00:00', 0, '', '');
