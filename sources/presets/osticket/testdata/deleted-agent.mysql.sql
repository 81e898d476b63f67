-- kim's account is deleted: the product empties staff_id of the entries and tickets; the events keep uid.
DELETE FROM `ost_staff` WHERE `staff_id` = 2;
UPDATE `ost_thread_entry` SET `staff_id` = 0, `poster` = 'Kim Agent' WHERE `staff_id` = 2;
UPDATE `ost_ticket` SET `staff_id` = 0 WHERE `staff_id` = 2;
