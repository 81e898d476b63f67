SET time_zone = '+00:00';
-- 2026-04-21 08:00:00 UTC: P14, moved
DELETE FROM `glpi_groups_tickets` WHERE `id` = 29;
UPDATE `glpi_tickets` SET `date_mod` = '2026-04-21 08:00:00', `users_id_lastupdater` = 7 WHERE `id` = 14;
INSERT INTO `glpi_groups_tickets` (`id`, `tickets_id`, `groups_id`, `type`) VALUES
(33, 14, 3, 2);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(127, 'Ticket', 14, 'Group', 16, 'kim (7)', '2026-04-21 08:00:00', 0, 'Field (4)', ''),
(128, 'Ticket', 14, 'Group', 15, 'kim (7)', '2026-04-21 08:00:00', 0, '', 'Billing (3)');
