SET time_zone = '+00:00';
-- 2026-04-21 20:00:00 UTC: P17, opened; 20:10:00 answered; 20:20:00 solved; 20:30:00 refused; 20:40:00 solved. No log
INSERT INTO `glpi_tickets` (`id`, `entities_id`, `name`, `date`, `closedate`, `solvedate`, `takeintoaccountdate`, `date_mod`, `users_id_lastupdater`, `status`, `users_id_recipient`, `requesttypes_id`, `content`, `urgency`, `impact`, `priority`, `itilcategories_id`, `type`, `global_validation`, `slas_id_ttr`, `slas_id_tto`, `slalevels_id_ttr`, `time_to_resolve`, `time_to_own`, `begin_waiting_date`, `sla_waiting_duration`, `ola_waiting_duration`, `olas_id_tto`, `olas_id_ttr`, `olalevels_id_ttr`, `ola_tto_begin_date`, `ola_ttr_begin_date`, `internal_time_to_resolve`, `internal_time_to_own`, `waiting_duration`, `close_delay_stat`, `solve_delay_stat`, `takeintoaccount_delay_stat`, `actiontime`, `is_deleted`, `locations_id`, `validation_percent`, `date_creation`) VALUES
(17, 0, 'Lost key', '2026-04-21 20:00:00', NULL, '2026-04-21 20:40:00', '2026-04-21 20:10:00', '2026-04-21 20:40:00', 7, 5, 21, 2, '', 3, 3, 3, 0, 1, 1, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 2400, 600, 0, 0, 0, 0, '2026-04-21 20:00:00');
INSERT INTO `glpi_tickets_users` (`id`, `tickets_id`, `users_id`, `type`, `use_notification`, `alternative_email`) VALUES
(30, 17, 21, 1, 1, ''),
(31, 17, 7, 2, 1, '');
INSERT INTO `glpi_groups_tickets` (`id`, `tickets_id`, `groups_id`, `type`) VALUES
(38, 17, 2, 2);
INSERT INTO `glpi_itilfollowups` (`id`, `itemtype`, `items_id`, `date`, `users_id`, `users_id_editor`, `content`, `is_private`, `requesttypes_id`, `date_mod`, `date_creation`, `timeline_position`, `sourceitems_id`, `sourceof_items_id`) VALUES
(41, 'Ticket', 17, '2026-04-21 20:10:00', 7, 0, '', 0, 1, '2026-04-21 20:10:00', '2026-04-21 20:10:00', 4, 0, 0),
(42, 'Ticket', 17, '2026-04-21 20:30:00', 21, 0, '', 0, 2, '2026-04-21 20:30:00', '2026-04-21 20:30:00', 1, 0, 0);
INSERT INTO `glpi_itilsolutions` (`id`, `itemtype`, `items_id`, `solutiontypes_id`, `solutiontype_name`, `content`, `date_creation`, `date_mod`, `date_approval`, `users_id`, `user_name`, `users_id_editor`, `users_id_approval`, `user_name_approval`, `status`, `itilfollowups_id`) VALUES
(13, 'Ticket', 17, 0, NULL, '', '2026-04-21 20:20:00', '2026-04-21 20:30:00', '2026-04-21 20:30:00', 7, NULL, 0, 21, NULL, 4, 42),
(14, 'Ticket', 17, 0, NULL, '', '2026-04-21 20:40:00', '2026-04-21 20:40:00', NULL, 7, NULL, 0, 0, NULL, 2, NULL);
