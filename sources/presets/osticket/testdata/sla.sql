-- Due dates as osTicket sets them, in the wall clock of Berlin (UTC+2 in April). Closing P8, which was overdue, emptied its
-- dates: there remains the event that cron wrote 2 minutes after 08:30 UTC. P15's manual date wins over the plan's.
UPDATE ost_ticket SET sla_id = 1, est_duedate = '2026-04-02 14:30:00' WHERE ticket_id = 6;
UPDATE ost_ticket SET sla_id = 1 WHERE ticket_id = 8;
INSERT INTO ost_thread_event (id, thread_id, thread_type, event_id, staff_id, team_id, dept_id, topic_id, data, username, uid, uid_type, annulled, timestamp) VALUES
(9001, 108, 'T', 8, 0, 0, 2, 0, NULL, 'SYSTEM', NULL, 'S', 0, '2026-04-03 10:32:00'),
(9002, 107, 'T', 8, 0, 0, 2, 0, NULL, 'SYSTEM', NULL, 'S', 0, '2026-04-10 09:03:00');
UPDATE ost_ticket SET sla_id = 1, est_duedate = '2026-04-10 09:00:00', isoverdue = 1 WHERE ticket_id = 7;
UPDATE ost_ticket SET sla_id = 1, est_duedate = '2026-04-06 12:15:00' WHERE ticket_id = 9;
UPDATE ost_ticket SET sla_id = 1, est_duedate = '2026-04-02 14:00:00' WHERE ticket_id = 5;
UPDATE ost_ticket SET sla_id = 1, duedate = '2026-04-20 08:00:00', est_duedate = '2026-04-21 14:00:00' WHERE ticket_id = 15;
