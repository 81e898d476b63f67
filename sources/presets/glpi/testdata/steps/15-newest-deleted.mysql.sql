SET time_zone = '+00:00';
-- 2026-04-21 22:00:00 UTC: P17, purged, row by row
DELETE FROM `glpi_itilfollowups` WHERE `id` IN (41, 42);
DELETE FROM `glpi_itilsolutions` WHERE `id` IN (13, 14);
DELETE FROM `glpi_tickets_users` WHERE `id` IN (30, 31);
DELETE FROM `glpi_groups_tickets` WHERE `id` IN (38);
DELETE FROM `glpi_tickets` WHERE `id` IN (17);
