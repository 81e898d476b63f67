SET time_zone = '+00:00';
-- 2026-04-21 12:00:00 UTC: P13, the customer writes
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-21 12:00:00', `users_id_lastupdater` = 22 WHERE `id` = 13;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(38, 'Ticket', 13, '2026-04-21 12:00:00', 22, 0, '', 0, 2, '2026-04-21 12:00:00', '2026-04-21 12:00:00', 1, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(133, 'Ticket', 13, 'ITILFollowup', 17, 'cleo (22)', '2026-04-21 12:00:00', 0, '', '(38)');
