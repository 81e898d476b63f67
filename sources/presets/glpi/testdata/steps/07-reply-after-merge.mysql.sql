SET time_zone = '+00:00';
-- 2026-04-20 20:00:00 UTC: P7, an agent replies
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-20 20:00:00', `users_id_lastupdater` = 8 WHERE `id` = 7;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(36, 'Ticket', 7, '2026-04-20 20:00:00', 8, 0, '', 0, 2, '2026-04-20 20:00:00', '2026-04-20 20:00:00', 4, 0, 0),
(37, 'Ticket', 15, '2026-04-20 20:00:00', 8, 0, '', 0, 2, '2026-04-20 20:00:00', '2026-04-20 20:00:00', 4, 7, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(126, 'Ticket', 7, 'ITILFollowup', 17, 'lou (8)', '2026-04-20 20:00:00', 0, '', '(36)');
