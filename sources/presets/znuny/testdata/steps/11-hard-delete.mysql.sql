-- 2026-04-21 14:00:00 UTC: P13, deleted, row by row
DELETE FROM `article_data_mime` WHERE `article_id` IN (35, 36, 37, 38, 46, 47, 50);
DELETE FROM `article` WHERE `id` IN (35, 36, 37, 38, 46, 47, 50);
DELETE FROM `ticket_history` WHERE `id` IN (130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 162, 163, 164, 165, 166, 167, 177);
DELETE FROM `ticket` WHERE `id` IN (13);
