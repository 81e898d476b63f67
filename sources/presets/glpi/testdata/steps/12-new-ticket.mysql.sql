SET time_zone = '+00:00';
-- 2026-04-21 16:00:00 UTC: P16, a customer opens it
INSERT INTO `glpi_tickets` (`id`, `entities_id`, `name`, `date`, `closedate`, `solvedate`, `takeintoaccountdate`, `date_mod`, `users_id_lastupdater`, `status`, `users_id_recipient`, `requesttypes_id`, `content`, `urgency`, `impact`, `priority`, `itilcategories_id`, `type`, `global_validation`, `slas_id_ttr`, `slas_id_tto`, `slalevels_id_ttr`, `time_to_resolve`, `time_to_own`, `begin_waiting_date`, `sla_waiting_duration`, `ola_waiting_duration`, `olas_id_tto`, `olas_id_ttr`, `olalevels_id_ttr`, `ola_tto_begin_date`, `ola_ttr_begin_date`, `internal_time_to_resolve`, `internal_time_to_own`, `waiting_duration`, `close_delay_stat`, `solve_delay_stat`, `takeintoaccount_delay_stat`, `actiontime`, `is_deleted`, `locations_id`, `validation_percent`, `date_creation`) VALUES
(16, 0, 'New card', '2026-04-21 16:00:00', NULL, NULL, NULL, '2026-04-21 16:00:00', 25, 1, 25, 2, '', 3, 3, 3, 0, 1, 1, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, '2026-04-21 16:00:00');
INSERT INTO `glpi_tickets_users` (`id`, `tickets_id`, `users_id`, `type`, `use_notification`, `alternative_email`) VALUES
(28, 16, 25, 1, 1, '');
INSERT INTO `glpi_groups_tickets` (`id`, `tickets_id`, `groups_id`, `type`) VALUES
(35, 16, 1, 1),
(36, 16, 3, 2);
INSERT INTO `glpi_logs` (`id`, `itemtype`, `items_id`, `itemtype_link`, `linked_action`, `user_name`, `date_mod`, `id_search_option`, `old_value`, `new_value`) VALUES
(135, 'Ticket', 16, '', 20, 'fay (25)', '2026-04-21 16:00:00', 0, '', ''),
(136, 'Ticket', 16, 'Group', 15, 'fay (25)', '2026-04-21 16:00:00', 0, '', 'Billing (3)');
