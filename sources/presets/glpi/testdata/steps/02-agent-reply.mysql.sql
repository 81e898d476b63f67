SET time_zone = '+00:00';
-- 2026-04-20 10:00:00 UTC: P14, an agent replies
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-20 10:00:00', `users_id_lastupdater` = 7 WHERE `id` = 14;
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(32, 'Ticket', 14, '2026-04-20 10:00:00', 7, 0, '', 0, 2, '2026-04-20 10:00:00', '2026-04-20 10:00:00', 4, 0, 0);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(118, 'Ticket', 14, 'ITILFollowup', 17, 'kim (7)', '2026-04-20 10:00:00', 0, '', '(32)');
