-- The administrator renames two states; the rows of the history keep the old names.
UPDATE `ticket_state` SET `name` = 'done' WHERE `name` = 'closed successful';
UPDATE `ticket_state` SET `name` = 'in progress' WHERE `name` = 'open';
