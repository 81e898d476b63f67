SET time_zone = '+00:00';
-- 2026-04-21 17:30:00 UTC: P16, observers; 18:00:00 one of them writes
INSERT INTO `glpi_tickets_users` (`id`, `tickets_id`, `users_id`, `type`, `use_notification`, `alternative_email`) VALUES
(29, 16, 27, 3, 1, '');
INSERT INTO `glpi_groups_tickets` (`id`, `tickets_id`, `groups_id`, `type`) VALUES
(37, 16, 4, 3);
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-21 18:00:00', `users_id_lastupdater` = 27 WHERE `id` = 16;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(40, 'Ticket', 16, '2026-04-21 18:00:00', 27, 0, '', 0, 2, '2026-04-21 18:00:00', '2026-04-21 18:00:00', 1, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(137, 'Ticket', 16, 'User', 15, 'kim (7)', '2026-04-21 17:30:00', 66, '', 'hana (27)'),
(138, 'Ticket', 16, 'Group', 15, 'kim (7)', '2026-04-21 17:30:00', 65, '', 'Field (4)'),
(139, 'Ticket', 16, 'ITILFollowup', 17, 'hana (27)', '2026-04-21 18:00:00', 0, '', '(40)');
