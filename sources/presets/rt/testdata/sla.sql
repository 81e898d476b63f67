-- Due as RT's SLA sets it, by level. P8's was missed by half an hour; P7's has passed with the ticket open.
UPDATE Tickets SET SLA = 'standard', Due = '2026-04-02 12:30:00' WHERE id = 6;
UPDATE Tickets SET SLA = 'gold', Due = '2026-04-03 08:30:00' WHERE id = 8;
UPDATE Tickets SET SLA = 'standard', Due = '2026-04-10 07:00:00' WHERE id = 7;
UPDATE Tickets SET SLA = 'standard', Due = '2026-04-06 10:15:00' WHERE id = 9;
UPDATE Tickets SET SLA = 'gold', Due = '2026-04-08 20:00:00' WHERE id = 11;
UPDATE Tickets SET SLA = 'gold', Due = '2026-04-20 06:00:00' WHERE id = 15;
-- The reminder has a date of its own, and is no ticket.
UPDATE Tickets SET Due = '2026-04-19 20:00:00' WHERE id = 16;
