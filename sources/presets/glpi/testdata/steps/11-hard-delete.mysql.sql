SET time_zone = '+00:00';
-- 2026-04-21 14:00:00 UTC: P13, purged, row by row
DELETE FROM `glpi_itilfollowups` WHERE `id` IN (24, 25, 26, 33, 34, 38);
DELETE FROM `glpi_itilsolutions` WHERE `id` IN (11);
DELETE FROM `glpi_tickets_users` WHERE `id` IN (22, 23);
DELETE FROM `glpi_groups_tickets` WHERE `id` IN (26, 27);
DELETE FROM `glpi_logs` WHERE `id` IN (97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 119, 120, 121, 122, 123, 133);
DELETE FROM `glpi_tickets` WHERE `id` IN (13);
