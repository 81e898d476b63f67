-- A small desk as osTicket 1.18 stores it, for MariaDB. The story is told in README.md beside this file.
-- DATETIMEs hold the wall clock of Europe/Berlin.
SET NAMES utf8mb4;
SET SESSION sql_mode = 'STRICT_TRANS_TABLES';

CREATE TABLE `ost_ticket` (
  `ticket_id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `ticket_pid` int(11) unsigned DEFAULT NULL,
  `number` varchar(20) DEFAULT NULL,
  `user_id` int(11) unsigned NOT NULL DEFAULT 0,
  `user_email_id` int(11) unsigned NOT NULL DEFAULT 0,
  `status_id` int(10) unsigned NOT NULL DEFAULT 0,
  `dept_id` int(10) unsigned NOT NULL DEFAULT 0,
  `sla_id` int(10) unsigned NOT NULL DEFAULT 0,
  `topic_id` int(10) unsigned NOT NULL DEFAULT 0,
  `staff_id` int(10) unsigned NOT NULL DEFAULT 0,
  `team_id` int(10) unsigned NOT NULL DEFAULT 0,
  `email_id` int(11) unsigned NOT NULL DEFAULT 0,
  `lock_id` int(11) unsigned NOT NULL DEFAULT 0,
  `flags` int(10) unsigned NOT NULL DEFAULT 0,
  `sort` int(11) unsigned NOT NULL DEFAULT 0,
  `ip_address` varchar(64) NOT NULL DEFAULT '',
  `source` enum('Web','Email','Phone','API','Other') NOT NULL DEFAULT 'Other',
  `source_extra` varchar(40) DEFAULT NULL,
  `isoverdue` tinyint(1) unsigned NOT NULL DEFAULT 0,
  `isanswered` tinyint(1) unsigned NOT NULL DEFAULT 0,
  `duedate` datetime DEFAULT NULL,
  `est_duedate` datetime DEFAULT NULL,
  `reopened` datetime DEFAULT NULL,
  `closed` datetime DEFAULT NULL,
  `lastupdate` datetime DEFAULT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`ticket_id`),
  KEY `user_id` (`user_id`),
  KEY `dept_id` (`dept_id`),
  KEY `staff_id` (`staff_id`),
  KEY `team_id` (`team_id`),
  KEY `status_id` (`status_id`),
  KEY `created` (`created`),
  KEY `closed` (`closed`),
  KEY `duedate` (`duedate`),
  KEY `topic_id` (`topic_id`),
  KEY `sla_id` (`sla_id`),
  KEY `ticket_pid` (`ticket_pid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_ticket__cdata` (
  `ticket_id` int(11) unsigned NOT NULL,
  `subject` mediumtext DEFAULT NULL,
  `priority` mediumtext DEFAULT NULL,
  PRIMARY KEY (`ticket_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_ticket_status` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL DEFAULT '',
  `state` varchar(16) DEFAULT NULL,
  `mode` int(11) unsigned NOT NULL DEFAULT 0,
  `flags` int(11) unsigned NOT NULL DEFAULT 0,
  `sort` int(11) unsigned NOT NULL DEFAULT 0,
  `properties` text NOT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`),
  KEY `state` (`state`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_ticket_priority` (
  `priority_id` tinyint(4) NOT NULL AUTO_INCREMENT,
  `priority` varchar(60) NOT NULL DEFAULT '',
  `priority_desc` varchar(30) NOT NULL DEFAULT '',
  `priority_color` varchar(7) NOT NULL DEFAULT '',
  `priority_urgency` tinyint(1) unsigned NOT NULL DEFAULT 0,
  `ispublic` tinyint(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (`priority_id`),
  UNIQUE KEY `priority` (`priority`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_thread` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `object_id` int(11) unsigned NOT NULL,
  `object_type` char(1) NOT NULL,
  `extra` text DEFAULT NULL,
  `lastresponse` datetime DEFAULT NULL,
  `lastmessage` datetime DEFAULT NULL,
  `created` datetime NOT NULL,
  PRIMARY KEY (`id`),
  KEY `object_id` (`object_id`),
  KEY `object_type` (`object_type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_thread_entry` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `pid` int(11) unsigned NOT NULL DEFAULT 0,
  `thread_id` int(11) unsigned NOT NULL DEFAULT 0,
  `staff_id` int(11) unsigned NOT NULL DEFAULT 0,
  `user_id` int(11) unsigned NOT NULL DEFAULT 0,
  `type` char(1) NOT NULL DEFAULT '',
  `flags` int(11) unsigned NOT NULL DEFAULT 0,
  `poster` varchar(128) NOT NULL DEFAULT '',
  `editor` int(10) unsigned DEFAULT NULL,
  `editor_type` char(1) DEFAULT NULL,
  `source` varchar(32) NOT NULL DEFAULT '',
  `title` varchar(255) DEFAULT NULL,
  `body` text NOT NULL,
  `format` varchar(16) NOT NULL DEFAULT 'html',
  `ip_address` varchar(64) NOT NULL DEFAULT '',
  `extra` text DEFAULT NULL,
  `recipients` text DEFAULT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`id`),
  KEY `pid` (`pid`),
  KEY `thread_id` (`thread_id`),
  KEY `staff_id` (`staff_id`),
  KEY `type` (`type`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_thread_event` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `thread_id` int(11) unsigned NOT NULL DEFAULT 0,
  `thread_type` char(1) NOT NULL DEFAULT '',
  `event_id` int(11) unsigned DEFAULT NULL,
  `staff_id` int(11) unsigned NOT NULL,
  `team_id` int(11) unsigned NOT NULL,
  `dept_id` int(11) unsigned NOT NULL,
  `topic_id` int(11) unsigned NOT NULL,
  `data` varchar(1024) DEFAULT NULL,
  `username` varchar(128) NOT NULL DEFAULT 'SYSTEM',
  `uid` int(11) unsigned DEFAULT NULL,
  `uid_type` char(1) NOT NULL DEFAULT 'S',
  `annulled` tinyint(1) unsigned NOT NULL DEFAULT 0,
  `timestamp` datetime NOT NULL,
  PRIMARY KEY (`id`),
  KEY `ticket_state` (`thread_id`,`event_id`,`timestamp`),
  KEY `ticket_stats` (`timestamp`,`event_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_event` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `description` varchar(60) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_department` (
  `id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `pid` int(11) unsigned DEFAULT NULL,
  `tpl_id` int(10) unsigned NOT NULL DEFAULT 0,
  `sla_id` int(10) unsigned NOT NULL DEFAULT 0,
  `schedule_id` int(10) unsigned NOT NULL DEFAULT 0,
  `email_id` int(10) unsigned NOT NULL DEFAULT 0,
  `autoresp_email_id` int(10) unsigned NOT NULL DEFAULT 0,
  `manager_id` int(10) unsigned NOT NULL DEFAULT 0,
  `flags` int(10) unsigned NOT NULL DEFAULT 0,
  `name` varchar(128) NOT NULL DEFAULT '',
  `signature` text NOT NULL,
  `ispublic` tinyint(1) unsigned NOT NULL DEFAULT 1,
  `group_membership` tinyint(1) NOT NULL DEFAULT 0,
  `ticket_auto_response` tinyint(1) NOT NULL DEFAULT 1,
  `message_auto_response` tinyint(1) NOT NULL DEFAULT 0,
  `path` varchar(128) NOT NULL DEFAULT '/',
  `updated` datetime NOT NULL,
  `created` datetime NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`,`pid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_team` (
  `team_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `lead_id` int(10) unsigned NOT NULL DEFAULT 0,
  `flags` int(10) unsigned NOT NULL DEFAULT 1,
  `name` varchar(125) NOT NULL DEFAULT '',
  `notes` text DEFAULT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`team_id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_staff` (
  `staff_id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `dept_id` int(10) unsigned NOT NULL DEFAULT 0,
  `role_id` int(10) unsigned NOT NULL DEFAULT 0,
  `username` varchar(32) NOT NULL DEFAULT '',
  `firstname` varchar(32) DEFAULT NULL,
  `lastname` varchar(32) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `signature` text NOT NULL,
  `isactive` tinyint(1) NOT NULL DEFAULT 1,
  `isadmin` tinyint(1) NOT NULL DEFAULT 0,
  `isvisible` tinyint(1) unsigned NOT NULL DEFAULT 1,
  `onvacation` tinyint(1) unsigned NOT NULL DEFAULT 0,
  `created` datetime NOT NULL,
  `lastlogin` datetime DEFAULT NULL,
  `passwdreset` datetime DEFAULT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`staff_id`),
  UNIQUE KEY `username` (`username`),
  KEY `dept_id` (`dept_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_help_topic` (
  `topic_id` int(11) unsigned NOT NULL AUTO_INCREMENT,
  `topic_pid` int(10) unsigned NOT NULL DEFAULT 0,
  `ispublic` tinyint(1) unsigned NOT NULL DEFAULT 1,
  `noautoresp` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `flags` int(10) unsigned DEFAULT 0,
  `status_id` int(10) unsigned NOT NULL DEFAULT 0,
  `priority_id` int(10) unsigned NOT NULL DEFAULT 0,
  `dept_id` int(10) unsigned NOT NULL DEFAULT 0,
  `staff_id` int(10) unsigned NOT NULL DEFAULT 0,
  `team_id` int(10) unsigned NOT NULL DEFAULT 0,
  `sla_id` int(10) unsigned NOT NULL DEFAULT 0,
  `page_id` int(10) unsigned NOT NULL DEFAULT 0,
  `sequence_id` int(10) unsigned NOT NULL DEFAULT 0,
  `sort` int(10) unsigned NOT NULL DEFAULT 0,
  `topic` varchar(128) NOT NULL DEFAULT '',
  `number_format` varchar(32) DEFAULT NULL,
  `notes` text DEFAULT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`topic_id`),
  UNIQUE KEY `topic` (`topic`,`topic_pid`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

CREATE TABLE `ost_user` (
  `id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `org_id` int(10) unsigned NOT NULL,
  `default_email_id` int(10) NOT NULL,
  `status` int(11) unsigned NOT NULL DEFAULT 0,
  `name` varchar(128) NOT NULL,
  `created` datetime NOT NULL,
  `updated` datetime NOT NULL,
  PRIMARY KEY (`id`),
  KEY `org_id` (`org_id`),
  KEY `default_email_id` (`default_email_id`),
  KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;

INSERT INTO `ost_ticket_status` (`id`, `name`, `state`, `mode`, `sort`, `properties`, `created`, `updated`) VALUES
(1, 'Open', 'open', 3, 1, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(2, 'Resolved', 'closed', 1, 2, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(3, 'Closed', 'closed', 3, 3, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(4, 'Archived', 'archived', 3, 4, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(5, 'Deleted', 'deleted', 3, 5, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(6, 'Waiting for vendor', 'open', 1, 6, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00'),
(7, 'Parked', 'limbo', 1, 7, '{}', '2025-10-01 10:00:00', '0000-00-00 00:00:00');

INSERT INTO `ost_ticket_priority` (`priority_id`, `priority`, `priority_desc`, `priority_urgency`) VALUES
(1, 'low', 'Low', 4),
(2, 'normal', 'Normal', 3),
(3, 'high', 'High', 2),
(4, 'emergency', 'Emergency', 1);

INSERT INTO `ost_event` (`id`, `name`) VALUES
(1, 'created'), (2, 'closed'), (3, 'reopened'), (4, 'assigned'), (5, 'released'), (6, 'transferred'), (7, 'referred'),
(8, 'overdue'), (9, 'edited'), (10, 'viewed'), (11, 'error'), (12, 'collab'), (13, 'resent'), (14, 'deleted'),
(15, 'merged'), (16, 'unlinked'), (17, 'linked'), (18, 'login'), (19, 'logout'), (20, 'message'), (21, 'note');

INSERT INTO `ost_department` (`id`, `flags`, `name`, `signature`, `path`, `updated`, `created`) VALUES
(1, 4, 'Support', '', '/1/', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(2, 4, 'Billing', '', '/2/', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(3, 4, 'Field', '', '/3/', '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO `ost_team` (`team_id`, `name`, `created`, `updated`) VALUES
(1, 'Level I Support', '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO `ost_staff` (`staff_id`, `dept_id`, `role_id`, `username`, `firstname`, `lastname`, `email`, `signature`, `isadmin`, `created`, `updated`) VALUES
(1, 1, 1, 'admin', 'Desk', 'Admin', 'admin@desk.example', '', 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(2, 1, 1, 'kim', 'Kim', 'Agent', 'kim@desk.example', '', 0, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(3, 2, 1, 'lou', 'Lou', 'Agent', 'lou@desk.example', '', 0, '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO `ost_help_topic` (`topic_id`, `topic`, `flags`, `priority_id`, `created`, `updated`) VALUES
(1, 'General Inquiry', 2, 2, '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO `ost_user` (`id`, `org_id`, `default_email_id`, `name`, `created`, `updated`) VALUES
(1, 0, 1, 'Ann Amber', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(2, 0, 2, 'Ben Birch', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(3, 0, 3, 'Cleo Clay', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(4, 0, 4, 'Dora Dune', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(5, 0, 5, 'Emil Elm', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(6, 0, 6, 'Fay Fern', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(7, 0, 7, 'Gus Grove', '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(8, 0, 8, 'Hana Heath', '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO `ost_ticket` (`ticket_id`, `ticket_pid`, `number`, `user_id`, `status_id`, `dept_id`, `topic_id`, `staff_id`, `flags`, `sort`, `source`, `isanswered`, `reopened`, `closed`, `lastupdate`, `created`, `updated`) VALUES
(1, NULL, '400037', 2, 2, 3, 0, 2, 0, 0, 'Email', 1, NULL, '2025-10-26 08:00:00', '2025-10-26 08:00:00', '2025-10-26 00:00:00', '2025-10-26 08:00:00'),
(2, NULL, '400074', 1, 2, 1, 0, 3, 0, 0, 'Email', 1, NULL, '2025-10-26 04:30:00', '2025-10-26 04:30:00', '2025-10-26 01:00:00', '2025-10-26 04:30:00'),
(3, NULL, '400111', 3, 2, 1, 1, 3, 0, 0, 'Web', 0, '2026-03-29 06:00:00', '2026-03-29 07:00:00', '2026-03-29 07:00:00', '2026-03-29 00:30:00', '2026-03-29 07:00:00'),
(4, NULL, '400148', 4, 2, 2, 0, 3, 24, 0, 'Email', 1, NULL, '2026-04-01 12:00:00', '2026-04-01 12:00:00', '2026-04-01 10:00:00', '2026-04-03 10:30:00'),
(5, 6, '400185', 5, 3, 1, 0, 2, 1, 1, 'Email', 0, NULL, '2026-04-02 11:00:00', '2026-04-02 11:00:00', '2026-04-02 10:00:00', '2026-04-02 11:00:00'),
(6, NULL, '400222', 5, 2, 1, 0, 2, 17, 0, 'Email', 1, NULL, '2026-04-02 12:00:00', '2026-04-02 12:00:00', '2026-04-02 10:30:00', '2026-04-02 12:00:00'),
(7, NULL, '400259', 7, 1, 2, 0, 3, 0, 0, 'Email', 0, NULL, NULL, '2026-04-18 08:00:00', '2026-04-03 09:00:00', '2026-04-18 08:00:00'),
(8, 4, '400296', 6, 2, 2, 1, 2, 8, 1, 'Web', 1, NULL, '2026-04-03 11:00:00', '2026-04-03 11:00:00', '2026-04-03 10:00:00', '2026-04-03 11:00:00'),
(9, NULL, '400333', 8, 2, 3, 1, 2, 0, 0, 'Web', 0, NULL, '2026-04-06 12:15:00', '2026-04-06 12:15:00', '2026-04-06 12:00:00', '2026-04-06 12:15:00'),
(10, NULL, '400370', 1, 2, 1, 0, 3, 0, 0, 'Email', 1, '2026-04-08 10:00:00', '2026-04-08 10:30:00', '2026-04-08 10:30:00', '2026-04-07 10:00:00', '2026-04-08 10:30:00'),
(12, NULL, '400444', 4, 2, 2, 1, 3, 0, 0, 'Phone', 1, NULL, '2026-04-09 14:00:00', '2026-04-09 14:00:00', '2026-04-09 11:00:00', '2026-04-09 14:00:00'),
(13, NULL, '400481', 3, 6, 1, 0, 2, 0, 0, 'Email', 1, NULL, NULL, '2026-04-10 12:00:00', '2026-04-10 10:00:00', '2026-04-10 12:30:00'),
(14, NULL, '400518', 8, 7, 3, 0, 0, 0, 0, 'Email', 1, NULL, NULL, '2026-04-11 10:00:00', '2026-04-11 10:00:00', '2026-04-11 11:10:00'),
(15, NULL, '400555', 2, 1, 1, 1, 0, 0, 0, 'Web', 0, NULL, NULL, '2026-04-19 14:00:00', '2026-04-19 14:00:00', '2026-04-19 14:00:02');

INSERT INTO `ost_ticket__cdata` (`ticket_id`, `subject`, `priority`) VALUES
(1, 'Lamp out', '1'),
(2, 'Door stuck', '2'),
(3, 'Cannot sign in', '3'),
(4, 'Which invoice', '2'),
(5, 'No heating', '2'),
(6, 'No heating, again', '2'),
(7, 'Charged twice', '4'),
(8, 'Second charge', '2'),
(9, 'Wrong address', '1'),
(10, 'Locked out', '2'),
(12, 'Call about an invoice', '2'),
(13, 'Printer offline', '3'),
(14, 'Part missing', '2'),
(15, 'Cable lost', '2');

INSERT INTO `ost_thread` (`id`, `object_id`, `object_type`, `extra`, `lastresponse`, `lastmessage`, `created`) VALUES
(101, 1, 'T', NULL, '2025-10-26 02:30:00', '2025-10-26 00:00:00', '2025-10-26 00:00:00'),
(102, 2, 'T', NULL, '2025-10-26 04:21:00', '2025-10-26 04:05:00', '2025-10-26 01:00:00'),
(103, 3, 'T', NULL, '2026-03-29 03:30:00', '2026-03-29 06:00:00', '2026-03-29 00:30:00'),
(104, 4, 'T', NULL, '2026-04-01 11:25:00', '2026-04-01 11:10:00', '2026-04-01 10:00:00'),
(105, 5, 'C', '{"ticket_id":6,"number":"400185"}', NULL, '2026-04-02 10:00:00', '2026-04-02 10:00:00'),
(106, 6, 'T', NULL, '2026-04-02 11:30:00', '2026-04-02 10:30:00', '2026-04-02 10:30:00'),
(107, 7, 'T', NULL, '2026-04-03 09:05:00', '2026-04-18 08:00:00', '2026-04-03 09:00:00'),
(108, 8, 'T', NULL, '2026-04-03 10:45:00', '2026-04-03 10:00:00', '2026-04-03 10:00:00'),
(109, 9, 'T', NULL, NULL, '2026-04-06 12:00:00', '2026-04-06 12:00:00'),
(110, 10, 'T', NULL, '2026-04-08 10:20:00', '2026-04-08 10:00:00', '2026-04-07 10:00:00'),
(112, 12, 'T', NULL, '2026-04-09 13:30:00', '2026-04-09 13:00:00', '2026-04-09 11:00:00'),
(113, 13, 'T', NULL, '2026-04-10 12:30:00', '2026-04-10 12:00:00', '2026-04-10 10:00:00'),
(114, 14, 'T', NULL, '2026-04-11 11:00:00', '2026-04-11 10:00:00', '2026-04-11 10:00:00'),
(115, 15, 'T', NULL, '2026-04-19 14:00:02', '2026-04-19 14:00:00', '2026-04-19 14:00:00');

INSERT INTO `ost_thread_entry` (`id`, `pid`, `thread_id`, `staff_id`, `user_id`, `type`, `flags`, `poster`, `source`, `title`, `body`, `created`, `updated`) VALUES
(1, 0, 101, 0, 2, 'M', 513, 'Ben Birch', 'Email', 'Lamp out', 'Text of the customer', '2025-10-26 00:00:00', '0000-00-00 00:00:00'),
(2, 0, 102, 0, 1, 'M', 513, 'Ann Amber', 'Email', 'Door stuck', 'Text of the customer', '2025-10-26 01:00:00', '0000-00-00 00:00:00'),
(3, 1, 101, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2025-10-26 02:30:00', '0000-00-00 00:00:00'),
(4, 2, 102, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2025-10-26 03:30:00', '0000-00-00 00:00:00'),
(5, 2, 102, 0, 1, 'M', 512, 'Ann Amber', 'Email', NULL, 'Text of the customer', '2025-10-26 04:00:00', '0000-00-00 00:00:00'),
(6, 5, 102, 0, 1, 'M', 512, 'Ann Amber', 'Email', NULL, 'Text of the customer', '2025-10-26 04:05:00', '0000-00-00 00:00:00'),
(7, 6, 102, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2025-10-26 04:20:00', '0000-00-00 00:00:00'),
(8, 6, 102, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2025-10-26 04:21:00', '0000-00-00 00:00:00'),
(9, 0, 103, 0, 3, 'M', 65, 'Cleo Clay', 'Web', 'Cannot sign in', 'Text of the customer', '2026-03-29 00:30:00', '0000-00-00 00:00:00'),
(10, 0, 103, 3, 0, 'N', 64, 'Lou', '', 'note', 'Note', '2026-03-29 00:40:00', '0000-00-00 00:00:00'),
(11, 9, 103, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-03-29 03:30:00', '0000-00-00 00:00:00'),
(12, 9, 103, 0, 3, 'M', 512, 'Cleo Clay', 'Email', NULL, 'Text of the customer', '2026-03-29 06:00:00', '0000-00-00 00:00:00'),
(13, 0, 104, 0, 4, 'M', 513, 'Dora Dune', 'Email', 'Which invoice', 'Text of the customer', '2026-04-01 10:00:00', '0000-00-00 00:00:00'),
(14, 13, 104, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-04-01 11:00:00', '0000-00-00 00:00:00'),
(15, 13, 104, 0, 4, 'M', 512, 'Dora Dune', 'Email', NULL, 'Text of the customer', '2026-04-01 11:10:00', '0000-00-00 00:00:00'),
(16, 15, 104, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-01 11:25:00', '0000-00-00 00:00:00'),
(17, 0, 106, 0, 5, 'M', 1537, 'Emil Elm', 'Email', 'No heating', 'Text of the customer', '2026-04-02 10:00:00', '0000-00-00 00:00:00'),
(18, 0, 106, 0, 5, 'M', 513, 'Emil Elm', 'Email', 'No heating, again', 'Text of the customer', '2026-04-02 10:30:00', '0000-00-00 00:00:00'),
(19, 18, 106, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-02 11:30:00', '0000-00-00 00:00:00'),
(20, 0, 107, 0, 7, 'M', 513, 'Gus Grove', 'Email', 'Charged twice', 'Text of the customer', '2026-04-03 09:00:00', '0000-00-00 00:00:00'),
(21, 20, 107, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-04-03 09:05:00', '0000-00-00 00:00:00'),
(22, 0, 107, 2, 0, 'N', 64, 'Kim', '', 'note', 'Note', '2026-04-03 09:10:00', '0000-00-00 00:00:00'),
(23, 0, 108, 0, 6, 'M', 65, 'Fay Fern', 'Web', 'Second charge', 'Text of the customer', '2026-04-03 10:00:00', '0000-00-00 00:00:00'),
(24, 23, 108, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-03 10:45:00', '0000-00-00 00:00:00'),
(25, 0, 109, 0, 8, 'M', 65, 'Hana Heath', 'Web', 'Wrong address', 'Text of the customer', '2026-04-06 12:00:00', '0000-00-00 00:00:00'),
(26, 0, 110, 0, 1, 'M', 513, 'Ann Amber', 'Email', 'Locked out', 'Text of the customer', '2026-04-07 10:00:00', '0000-00-00 00:00:00'),
(27, 26, 110, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-07 10:00:05', '0000-00-00 00:00:00'),
(28, 26, 110, 0, 1, 'M', 512, 'Ann Amber', 'Email', NULL, 'Text of the customer', '2026-04-08 10:00:00', '0000-00-00 00:00:00'),
(29, 28, 110, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-04-08 10:20:00', '0000-00-00 00:00:00'),
(31, 0, 112, 0, 4, 'M', 65, 'Dora Dune', 'Phone', 'Call about an invoice', 'Text of the customer', '2026-04-09 11:00:00', '0000-00-00 00:00:00'),
(32, 31, 112, 0, 4, 'M', 512, 'Dora Dune', 'Email', NULL, 'Text of the customer', '2026-04-09 13:00:00', '0000-00-00 00:00:00'),
(33, 32, 112, 3, 0, 'R', 64, 'Lou', '', NULL, 'Text of the agent', '2026-04-09 13:30:00', '0000-00-00 00:00:00'),
(34, 0, 113, 0, 3, 'M', 513, 'Cleo Clay', 'Email', 'Printer offline', 'Text of the customer', '2026-04-10 10:00:00', '0000-00-00 00:00:00'),
(35, 34, 113, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-10 10:10:00', '0000-00-00 00:00:00'),
(36, 34, 113, 0, 3, 'M', 512, 'Cleo Clay', 'Email', NULL, 'Text of the customer', '2026-04-10 12:00:00', '0000-00-00 00:00:00'),
(37, 36, 113, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-10 12:30:00', '0000-00-00 00:00:00'),
(38, 0, 114, 0, 8, 'M', 513, 'Hana Heath', 'Email', 'Part missing', 'Text of the customer', '2026-04-11 10:00:00', '0000-00-00 00:00:00'),
(39, 38, 114, 2, 0, 'R', 64, 'Kim', '', NULL, 'Text of the agent', '2026-04-11 11:00:00', '0000-00-00 00:00:00'),
(40, 20, 107, 0, 7, 'M', 512, 'Gus Grove', 'Email', NULL, 'Text of the customer', '2026-04-18 08:00:00', '0000-00-00 00:00:00'),
(41, 0, 115, 0, 2, 'M', 65, 'Ben Birch', 'Web', 'Cable lost', 'Text of the customer', '2026-04-19 14:00:00', '0000-00-00 00:00:00'),
(42, 0, 115, 0, 0, 'N', 192, 'SYSTEM', '', 'Ticket filter matched', 'Note', '2026-04-19 14:00:01', '0000-00-00 00:00:00'),
(43, 41, 115, 0, 0, 'R', 64, 'SYSTEM (Canned Reply)', '', NULL, 'Text of the agent', '2026-04-19 14:00:02', '0000-00-00 00:00:00');

INSERT INTO `ost_thread_event` (`id`, `thread_id`, `thread_type`, `event_id`, `staff_id`, `team_id`, `dept_id`, `topic_id`, `data`, `username`, `uid`, `uid_type`, `annulled`, `timestamp`) VALUES
(1, 101, 'T', 1, 0, 0, 3, 0, NULL, 'SYSTEM', 2, 'U', 0, '2025-10-26 00:00:00'),
(2, 102, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 1, 'U', 0, '2025-10-26 01:00:00'),
(3, 102, 'T', 2, 3, 0, 1, 0, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 0, '2025-10-26 04:30:00'),
(4, 101, 'T', 2, 2, 0, 3, 0, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2025-10-26 08:00:00'),
(5, 103, 'T', 1, 0, 0, 1, 1, NULL, 'SYSTEM', 3, 'U', 0, '2026-03-29 00:30:00'),
(6, 103, 'T', 2, 3, 0, 1, 1, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 1, '2026-03-29 04:00:00'),
(7, 103, 'T', 3, 3, 0, 1, 1, NULL, 'SYSTEM', NULL, 'S', 0, '2026-03-29 06:00:00'),
(8, 103, 'T', 2, 3, 0, 1, 1, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 0, '2026-03-29 07:00:00'),
(9, 104, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 4, 'U', 0, '2026-04-01 10:00:00'),
(10, 104, 'T', 6, 2, 0, 2, 0, '{"dept":"Billing"}', 'kim', 2, 'S', 0, '2026-04-01 10:10:00'),
(11, 104, 'T', 6, 3, 0, 1, 0, '{"dept":"Support"}', 'lou', 3, 'S', 0, '2026-04-01 11:20:00'),
(12, 104, 'T', 6, 2, 0, 2, 0, '{"dept":"Billing"}', 'kim', 2, 'S', 0, '2026-04-01 11:30:00'),
(13, 104, 'T', 2, 3, 0, 2, 0, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 0, '2026-04-01 12:00:00'),
(14, 105, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 5, 'U', 0, '2026-04-02 10:00:00'),
(15, 106, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 5, 'U', 0, '2026-04-02 10:30:00'),
(16, 106, 'T', 15, 2, 0, 1, 0, '{"ticket":"Ticket #400185","id":5}', 'kim', 2, 'S', 0, '2026-04-02 11:00:00'),
(17, 105, 'T', 15, 2, 0, 1, 0, '{"ticket":"Ticket #400222","id":6}', 'kim', 2, 'S', 0, '2026-04-02 11:00:00'),
(18, 105, 'T', 2, 2, 0, 1, 0, '{"status":[3,"Closed"]}', 'kim', 2, 'S', 0, '2026-04-02 11:00:00'),
(19, 106, 'T', 2, 2, 0, 1, 0, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2026-04-02 12:00:00'),
(20, 107, 'T', 1, 0, 0, 2, 0, NULL, 'SYSTEM', 7, 'U', 0, '2026-04-03 09:00:00'),
(21, 107, 'T', 4, 3, 0, 2, 0, '{"claim":true}', 'lou', 3, 'S', 0, '2026-04-03 09:02:00'),
(22, 107, 'T', 9, 3, 0, 2, 0, '{"fields":{"22":[["Normal",2],["Emergency",4]]}}', 'kim', 2, 'S', 0, '2026-04-03 09:30:00'),
(23, 108, 'T', 1, 0, 0, 2, 1, NULL, 'SYSTEM', 6, 'U', 0, '2026-04-03 10:00:00'),
(24, 104, 'T', 17, 3, 0, 2, 0, '{"ticket":"Ticket #400296","id":8}', 'kim', 2, 'S', 0, '2026-04-03 10:30:00'),
(25, 108, 'T', 17, 2, 0, 2, 1, '{"ticket":"Ticket #400148","id":4}', 'kim', 2, 'S', 0, '2026-04-03 10:30:00'),
(26, 108, 'T', 2, 2, 0, 2, 1, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2026-04-03 11:00:00'),
(27, 109, 'T', 1, 0, 0, 3, 1, NULL, 'SYSTEM', 8, 'U', 0, '2026-04-06 12:00:00'),
(28, 109, 'T', 2, 2, 0, 3, 1, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 0, '2026-04-06 12:15:00'),
(29, 110, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 1, 'U', 0, '2026-04-07 10:00:00'),
(30, 110, 'T', 2, 2, 0, 1, 0, '{"status":[2,"Resolved"]}', 'kim', 2, 'S', 1, '2026-04-07 10:00:05'),
(31, 110, 'T', 3, 2, 0, 1, 0, NULL, 'SYSTEM', NULL, 'S', 0, '2026-04-08 10:00:00'),
(32, 110, 'T', 2, 3, 0, 1, 0, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 0, '2026-04-08 10:30:00'),
(33, 0, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 1, 'U', 0, '2026-04-08 14:00:00'),
(34, 111, 'T', 14, 2, 0, 1, 0, NULL, 'kim', 2, 'S', 0, '2026-04-08 14:05:00'),
(35, 112, 'T', 1, 3, 0, 2, 1, NULL, 'lou', 3, 'S', 0, '2026-04-09 11:00:00'),
(36, 112, 'T', 2, 3, 0, 2, 1, '{"status":[2,"Resolved"]}', 'lou', 3, 'S', 0, '2026-04-09 14:00:00'),
(37, 113, 'T', 1, 0, 0, 1, 0, NULL, 'SYSTEM', 3, 'U', 0, '2026-04-10 10:00:00'),
(38, 113, 'T', 4, 2, 0, 1, 0, '{"claim":true}', 'kim', 2, 'S', 0, '2026-04-10 10:05:00'),
(39, 113, 'T', 9, 2, 0, 1, 0, '{"status":6}', 'kim', 2, 'S', 0, '2026-04-10 10:15:00'),
(40, 114, 'T', 1, 0, 0, 3, 0, NULL, 'SYSTEM', 8, 'U', 0, '2026-04-11 10:00:00'),
(41, 114, 'T', 9, 2, 0, 3, 0, '{"status":7}', 'kim', 2, 'S', 0, '2026-04-11 11:10:00'),
(42, 115, 'T', 1, 0, 0, 1, 1, NULL, 'SYSTEM', 2, 'U', 0, '2026-04-19 14:00:00');
