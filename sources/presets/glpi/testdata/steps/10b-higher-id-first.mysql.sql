SET time_zone = '+00:00';
-- 2026-04-21 12:00:01 UTC: P7, the customer writes
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-21 12:00:01', `users_id_lastupdater` = 26 WHERE `id` = 7;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(39, 'Ticket', 7, '2026-04-21 12:00:01', 26, 0, '', 0, 2, '2026-04-21 12:00:01', '2026-04-21 12:00:01', 1, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(134, 'Ticket', 7, 'ITILFollowup', 17, 'gus (26)', '2026-04-21 12:00:01', 0, '', '(39)');
