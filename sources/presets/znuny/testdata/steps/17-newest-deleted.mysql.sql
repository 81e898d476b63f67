-- 2026-04-22 02:00:00 UTC: P18, deleted, row by row
DELETE FROM `ticket_history` WHERE `id` IN (195, 196);
DELETE FROM `article` WHERE `id` IN (58);
DELETE FROM `ticket` WHERE `id` IN (18);
