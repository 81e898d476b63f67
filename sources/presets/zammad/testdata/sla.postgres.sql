-- What Zammad writes with a calendar that is always open: P6, P7, P13 and P15 have 2 hours to the first response (P15
-- 18, which end at 06:00 of the next day), P6 and P8 4 hours to the solution, P8 30 minutes to the first response, P7 a
-- week to the solution. P8's times of escalation are empty, as they may be once all is done; P13's are while it is pending.
UPDATE tickets SET first_response_escalation_at = '2026-04-02 10:30:00', first_response_in_min = 60, first_response_diff_in_min = 60,
  close_escalation_at = '2026-04-02 12:30:00', close_in_min = 90, close_diff_in_min = 150 WHERE id = 6;
UPDATE tickets SET first_response_in_min = 45, first_response_diff_in_min = -15, close_in_min = 60, close_diff_in_min = 180 WHERE id = 8;
UPDATE tickets SET first_response_escalation_at = '2026-04-03 09:00:00', first_response_in_min = 5, first_response_diff_in_min = 115,
  close_escalation_at = '2026-04-10 07:00:00', escalation_at = '2026-04-10 07:00:00' WHERE id = 7;
UPDATE tickets SET first_response_in_min = 10, first_response_diff_in_min = 110 WHERE id = 13;
UPDATE tickets SET first_response_escalation_at = '2026-04-20 06:00:00', close_escalation_at = '2026-04-21 12:00:00',
  escalation_at = '2026-04-20 06:00:00' WHERE id = 15;
-- P5 was merged at 09:00, before its solution was due.
UPDATE tickets SET close_escalation_at = '2026-04-02 12:00:00', close_at = '2026-04-02 09:00:00' WHERE id = 5;
