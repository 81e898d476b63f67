-- A copy of the database that was made without its log.
DROP TABLE `glpi_logs`;
