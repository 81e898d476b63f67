SET time_zone = '+00:00';
-- 2026-04-20 08:00:00 UTC: P14, the customer writes
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-20 08:00:00', `users_id_lastupdater` = 27 WHERE `id` = 14;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(31, 'Ticket', 14, '2026-04-20 08:00:00', 27, 0, '', 0, 2, '2026-04-20 08:00:00', '2026-04-20 08:00:00', 1, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(117, 'Ticket', 14, 'ITILFollowup', 17, 'hana (27)', '2026-04-20 08:00:00', 0, '', '(31)');
