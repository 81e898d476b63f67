-- A small desk as Redmine 5 stores it, for SQLite. The story is told in README.md beside this file.
-- Times are text, the wall clock of Europe/Berlin.

CREATE TABLE "projects" (
  "id" integer NOT NULL PRIMARY KEY,
  "name" varchar DEFAULT '' NOT NULL,
  "description" text DEFAULT NULL,
  "homepage" varchar DEFAULT '',
  "is_public" boolean DEFAULT 1 NOT NULL,
  "parent_id" integer DEFAULT NULL,
  "created_on" datetime DEFAULT NULL,
  "updated_on" datetime DEFAULT NULL,
  "identifier" varchar DEFAULT NULL,
  "status" integer DEFAULT 1 NOT NULL,
  "lft" integer DEFAULT NULL,
  "rgt" integer DEFAULT NULL,
  "inherit_members" boolean DEFAULT 0 NOT NULL,
  "default_version_id" integer DEFAULT NULL,
  "default_assigned_to_id" integer DEFAULT NULL,
  "default_issue_query_id" integer DEFAULT NULL
);

CREATE TABLE "trackers" (
  "id" integer NOT NULL PRIMARY KEY,
  "name" varchar(30) DEFAULT '' NOT NULL,
  "position" integer DEFAULT NULL,
  "is_in_roadmap" boolean DEFAULT 1 NOT NULL,
  "fields_bits" integer DEFAULT 0,
  "default_status_id" integer DEFAULT NULL,
  "description" varchar DEFAULT NULL
);

CREATE TABLE "issue_statuses" (
  "id" integer NOT NULL PRIMARY KEY,
  "name" varchar(30) DEFAULT '' NOT NULL,
  "is_closed" boolean DEFAULT 0 NOT NULL,
  "position" integer DEFAULT NULL,
  "default_done_ratio" integer DEFAULT NULL
);

CREATE TABLE "enumerations" (
  "id" integer NOT NULL PRIMARY KEY,
  "name" varchar(30) DEFAULT '' NOT NULL,
  "position" integer DEFAULT NULL,
  "is_default" boolean DEFAULT 0 NOT NULL,
  "type" varchar DEFAULT NULL,
  "active" boolean DEFAULT 1 NOT NULL,
  "project_id" integer DEFAULT NULL,
  "parent_id" integer DEFAULT NULL,
  "position_name" varchar(30) DEFAULT NULL
);

CREATE TABLE "issue_categories" (
  "id" integer NOT NULL PRIMARY KEY,
  "project_id" integer DEFAULT 0 NOT NULL,
  "name" varchar(60) DEFAULT '' NOT NULL,
  "assigned_to_id" integer DEFAULT NULL
);

CREATE TABLE "users" (
  "id" integer NOT NULL PRIMARY KEY,
  "login" varchar DEFAULT '' NOT NULL,
  "hashed_password" varchar(40) DEFAULT '' NOT NULL,
  "firstname" varchar(30) DEFAULT '' NOT NULL,
  "lastname" varchar(255) DEFAULT '' NOT NULL,
  "admin" boolean DEFAULT 0 NOT NULL,
  "status" integer DEFAULT 1 NOT NULL,
  "last_login_on" datetime DEFAULT NULL,
  "language" varchar(5) DEFAULT '',
  "auth_source_id" integer DEFAULT NULL,
  "created_on" datetime DEFAULT NULL,
  "updated_on" datetime DEFAULT NULL,
  "type" varchar DEFAULT NULL,
  "mail_notification" varchar DEFAULT '' NOT NULL,
  "salt" varchar(64) DEFAULT NULL,
  "must_change_passwd" boolean DEFAULT 0 NOT NULL,
  "passwd_changed_on" datetime DEFAULT NULL,
  "twofa_scheme" varchar DEFAULT NULL,
  "twofa_totp_key" varchar DEFAULT NULL,
  "twofa_totp_last_used_at" integer DEFAULT NULL,
  "twofa_required" boolean DEFAULT 0
);

CREATE TABLE "issues" (
  "id" integer NOT NULL PRIMARY KEY,
  "tracker_id" integer NOT NULL,
  "project_id" integer NOT NULL,
  "subject" varchar DEFAULT '' NOT NULL,
  "description" text DEFAULT NULL,
  "due_date" date DEFAULT NULL,
  "category_id" integer DEFAULT NULL,
  "status_id" integer NOT NULL,
  "assigned_to_id" integer DEFAULT NULL,
  "priority_id" integer NOT NULL,
  "fixed_version_id" integer DEFAULT NULL,
  "author_id" integer NOT NULL,
  "lock_version" integer DEFAULT 0 NOT NULL,
  "created_on" datetime DEFAULT NULL,
  "updated_on" datetime DEFAULT NULL,
  "start_date" date DEFAULT NULL,
  "done_ratio" integer DEFAULT 0 NOT NULL,
  "estimated_hours" float DEFAULT NULL,
  "parent_id" integer DEFAULT NULL,
  "root_id" integer DEFAULT NULL,
  "lft" integer DEFAULT NULL,
  "rgt" integer DEFAULT NULL,
  "is_private" boolean DEFAULT 0 NOT NULL,
  "closed_on" datetime DEFAULT NULL
);

CREATE TABLE "issue_relations" (
  "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
  "issue_from_id" integer NOT NULL,
  "issue_to_id" integer NOT NULL,
  "relation_type" varchar DEFAULT '' NOT NULL,
  "delay" integer
);

CREATE TABLE "journals" (
  "id" integer NOT NULL PRIMARY KEY,
  "journalized_id" integer DEFAULT 0 NOT NULL,
  "journalized_type" varchar(30) DEFAULT '' NOT NULL,
  "user_id" integer DEFAULT 0 NOT NULL,
  "notes" text DEFAULT NULL,
  "created_on" datetime NOT NULL,
  "private_notes" boolean DEFAULT 0 NOT NULL
);

CREATE TABLE "journal_details" (
  "id" integer NOT NULL PRIMARY KEY,
  "journal_id" integer DEFAULT 0 NOT NULL,
  "property" varchar(30) DEFAULT '' NOT NULL,
  "prop_key" varchar(30) DEFAULT '' NOT NULL,
  "old_value" text DEFAULT NULL,
  "value" text DEFAULT NULL
);

CREATE INDEX "index_journals_on_journalized_id" ON "journals" ("journalized_id");
CREATE INDEX "index_journals_on_created_on" ON "journals" ("created_on");
CREATE INDEX "index_journal_details_on_journal_id" ON "journal_details" ("journal_id");
CREATE INDEX "index_issues_on_project_id" ON "issues" ("project_id");
CREATE INDEX "index_issues_on_status_id" ON "issues" ("status_id");
CREATE INDEX "index_issues_on_created_on" ON "issues" ("created_on");

INSERT INTO projects (id, name, is_public, created_on, updated_on, identifier, status, lft, rgt, inherit_members) VALUES
(1, 'support', 1, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'support', 1, 1, 2, 0),
(2, 'billing', 1, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'billing', 1, 3, 4, 0),
(3, 'field', 1, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'field', 1, 5, 6, 0);

INSERT INTO trackers (id, name, position, is_in_roadmap, fields_bits, default_status_id) VALUES
(1, 'Bug', 1, 0, 0, 1),
(2, 'Feature', 2, 1, 0, 1),
(3, 'Support', 3, 0, 0, 1);

INSERT INTO issue_statuses (id, name, is_closed, position) VALUES
(1, 'New', 0, 1),
(2, 'In Progress', 0, 2),
(3, 'Resolved', 0, 3),
(4, 'Feedback', 0, 4),
(5, 'Closed', 1, 5),
(6, 'Rejected', 1, 6),
(7, 'Vendor wait', 0, 7);

INSERT INTO enumerations (id, name, position, is_default, type, active, position_name) VALUES
(1, 'Low', 1, 0, 'IssuePriority', 1, 'lowest'),
(2, 'Normal', 2, 1, 'IssuePriority', 1, 'default'),
(3, 'High', 3, 0, 'IssuePriority', 1, 'high3'),
(4, 'Urgent', 4, 0, 'IssuePriority', 1, 'high2'),
(5, 'Immediate', 5, 0, 'IssuePriority', 1, 'highest'),
(6, 'User documentation', 1, 0, 'DocumentCategory', 1, NULL),
(7, 'Technical documentation', 2, 0, 'DocumentCategory', 1, NULL),
(8, 'Design', 1, 0, 'TimeEntryActivity', 1, NULL),
(9, 'Development', 2, 0, 'TimeEntryActivity', 1, NULL);

INSERT INTO users (id, login, firstname, lastname, admin, status, language, created_on, updated_on, type) VALUES
(1, 'admin', 'Redmine', 'Admin', 1, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(2, '', '', 'Anonymous users', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'GroupAnonymous'),
(3, '', '', 'Non member users', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'GroupNonMember'),
(4, '', '', 'Anonymous', 0, 0, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'AnonymousUser'),
(5, 'kim', 'Kim', 'Agent', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(6, 'lou', 'Lou', 'Agent', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(7, 'ann', 'Ann', 'Amber', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(8, 'ben', 'Ben', 'Birch', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(9, 'cleo', 'Cleo', 'Clay', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(10, 'dora', 'Dora', 'Dune', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(11, 'emil', 'Emil', 'Elm', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(12, 'fay', 'Fay', 'Fern', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(13, 'gus', 'Gus', 'Grove', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(14, 'hana', 'Hana', 'Heath', 0, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User');

INSERT INTO issues (id, tracker_id, project_id, subject, description, category_id, status_id, assigned_to_id, priority_id, author_id, lock_version, created_on, updated_on, start_date, root_id, lft, rgt, is_private, closed_on) VALUES
(1, 3, 3, 'Lamp out', 'Text of the customer', NULL, 5, NULL, 1, 8, 2, '2025-10-26 00:00:00.000000', '2025-10-26 08:00:00.000000', '2025-10-26', 1, 1, 2, 0, '2025-10-26 08:00:00.000000'),
(2, 3, 1, 'Door stuck', 'Text of the customer', NULL, 5, NULL, 2, 7, 6, '2025-10-26 01:00:00.000000', '2025-10-26 04:30:00.000000', '2025-10-26', 2, 1, 2, 0, '2025-10-26 04:30:00.000000'),
(3, 3, 1, 'Cannot sign in', 'Text of the customer', NULL, 5, NULL, 3, 9, 5, '2026-03-29 00:30:00.000000', '2026-03-29 07:00:00.000000', '2026-03-29', 3, 1, 2, 0, '2026-03-29 07:00:00.000000'),
(4, 3, 2, 'Which invoice', 'Text of the customer', NULL, 5, NULL, 2, 10, 7, '2026-04-01 10:00:00.000000', '2026-04-01 12:00:00.000000', '2026-04-01', 4, 1, 2, 0, '2026-04-01 12:00:00.000000'),
(5, 3, 1, 'No heating', 'Text of the customer', NULL, 5, NULL, 4, 11, 4, '2026-04-02 10:00:00.000000', '2026-04-02 12:00:00.000000', '2026-04-02', 5, 1, 2, 0, '2026-04-02 12:00:00.000000'),
(6, 3, 1, 'No heating, again', 'Text of the customer', NULL, 5, NULL, 2, 11, 2, '2026-04-02 10:30:00.500000', '2026-04-02 12:00:00.250000', '2026-04-02', 6, 1, 2, 0, '2026-04-02 12:00:00.250000'),
(7, 3, 2, 'Charged twice', 'Text of the customer', NULL, 2, 6, 4, 13, 5, '2026-04-03 09:00:00.000000', '2026-04-18 08:00:00.000000', '2026-04-03', 7, 1, 2, 0, NULL),
(8, 3, 2, 'Second charge', 'Text of the customer', NULL, 5, NULL, 2, 12, 3, '2026-04-03 10:00:00.000000', '2026-04-03 11:00:00.000000', '2026-04-03', 8, 1, 2, 0, '2026-04-03 11:00:00.000000'),
(9, 3, 3, 'Wrong address', 'Text of the customer', NULL, 6, NULL, 1, 14, 1, '2026-04-06 12:00:00.000000', '2026-04-06 12:15:00.000000', '2026-04-06', 9, 1, 2, 0, '2026-04-06 12:15:00.000000'),
(10, 3, 1, 'Locked out', 'Text of the customer', NULL, 5, NULL, 2, 7, 4, '2026-04-07 10:00:00.000000', '2026-04-08 10:30:00.000000', '2026-04-07', 10, 1, 2, 0, '2026-04-08 10:30:00.000000'),
(12, 3, 2, 'About an invoice', 'Text of the customer', NULL, 5, NULL, 2, 10, 3, '2026-04-09 11:00:00.000000', '2026-04-09 14:00:00.000000', '2026-04-09', 12, 1, 2, 0, '2026-04-09 14:00:00.000000'),
(13, 3, 1, 'Printer offline', 'Text of the customer', NULL, 4, 5, 3, 9, 5, '2026-04-10 10:00:00.000000', '2026-04-10 12:30:00.000000', '2026-04-10', 13, 1, 2, 0, NULL),
(14, 3, 3, 'Part missing', 'Text of the customer', NULL, 7, NULL, 2, 14, 3, '2026-04-11 10:00:00.000000', '2026-04-11 11:20:00.000000', '2026-04-11', 14, 1, 2, 0, NULL),
(15, 3, 1, 'Cable lost', 'Text of the customer', NULL, 1, NULL, 2, 8, 0, '2026-04-19 14:00:00.000000', '2026-04-19 14:00:00.000000', '2026-04-19', 15, 1, 2, 0, NULL);

INSERT INTO issue_relations (id, issue_from_id, issue_to_id, relation_type) VALUES
(1, 6, 5, 'relates'),
(2, 8, 4, 'relates');

INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(1, 1, 'Issue', 5, 'Text of the agent', '2025-10-26 02:30:00.000000', 0),
(2, 2, 'Issue', 5, 'Text of the agent', '2025-10-26 03:30:00.000000', 0),
(3, 2, 'Issue', 7, 'Text of the customer', '2025-10-26 04:00:00.000000', 0),
(4, 2, 'Issue', 7, 'Text of the customer', '2025-10-26 04:05:00.000000', 0),
(5, 2, 'Issue', 6, 'Text of the agent', '2025-10-26 04:20:00.000000', 0),
(6, 2, 'Issue', 6, 'Text of the agent', '2025-10-26 04:21:00.000000', 0),
(7, 2, 'Issue', 6, '', '2025-10-26 04:30:00.000000', 0),
(8, 1, 'Issue', 5, '', '2025-10-26 08:00:00.000000', 0),
(9, 3, 'Issue', 6, 'Note', '2026-03-29 00:40:00.000000', 1),
(10, 3, 'Issue', 6, 'Text of the agent', '2026-03-29 03:30:00.000000', 0),
(11, 3, 'Issue', 6, '', '2026-03-29 04:00:00.000000', 0),
(12, 3, 'Issue', 9, 'Text of the customer', '2026-03-29 06:00:00.000000', 0),
(13, 3, 'Issue', 6, '', '2026-03-29 07:00:00.000000', 0),
(14, 4, 'Issue', 5, '', '2026-04-01 10:10:00.000000', 0),
(15, 4, 'Issue', 6, 'Text of the agent', '2026-04-01 11:00:00.000000', 0),
(16, 4, 'Issue', 10, 'Text of the customer', '2026-04-01 11:10:00.000000', 0),
(17, 4, 'Issue', 6, '', '2026-04-01 11:20:00.000000', 0),
(18, 4, 'Issue', 5, 'Text of the agent', '2026-04-01 11:25:00.000000', 0),
(19, 4, 'Issue', 5, '', '2026-04-01 11:30:00.000000', 0),
(20, 4, 'Issue', 6, '', '2026-04-01 12:00:00.000000', 0),
(21, 5, 'Issue', 5, '', '2026-04-02 10:20:00.000000', 0),
(22, 5, 'Issue', 5, 'Text of the agent', '2026-04-02 11:00:00.000000', 0),
(23, 6, 'Issue', 5, '', '2026-04-02 11:05:00.000000', 0),
(24, 5, 'Issue', 5, '', '2026-04-02 11:05:00.000000', 0),
(25, 5, 'Issue', 6, '', '2026-04-02 11:15:00.000000', 0),
(26, 6, 'Issue', 5, 'Text of the agent', '2026-04-02 11:30:00.250000', 0),
(27, 5, 'Issue', 6, '', '2026-04-02 12:00:00.000000', 0),
(28, 6, 'Issue', 5, '', '2026-04-02 12:00:00.250000', 0),
(29, 7, 'Issue', 6, '', '2026-04-03 09:02:00.000000', 0),
(30, 7, 'Issue', 6, 'Text of the agent', '2026-04-03 09:05:00.000000', 0),
(31, 7, 'Issue', 5, 'Note', '2026-04-03 09:10:00.000000', 1),
(32, 7, 'Issue', 5, '', '2026-04-03 09:30:00.000000', 0),
(33, 8, 'Issue', 5, '', '2026-04-03 10:30:00.000000', 0),
(34, 4, 'Issue', 5, '', '2026-04-03 10:30:00.000000', 0),
(35, 8, 'Issue', 5, 'Text of the agent', '2026-04-03 10:45:00.000000', 0),
(36, 8, 'Issue', 5, '', '2026-04-03 10:50:00.000000', 0),
(37, 8, 'Issue', 5, '', '2026-04-03 11:00:00.000000', 0),
(38, 9, 'Issue', 5, NULL, '2026-04-06 12:15:00.000000', 0),
(39, 10, 'Issue', 5, 'Text of the agent', '2026-04-07 10:00:05.500000', 0),
(40, 10, 'Issue', 7, 'Text of the customer', '2026-04-08 10:00:00.000000', 0),
(41, 10, 'Issue', 6, 'Text of the agent', '2026-04-08 10:20:00.000000', 0),
(42, 10, 'Issue', 6, '', '2026-04-08 10:30:00.000000', 0),
(43, 12, 'Issue', 10, 'Text of the customer', '2026-04-09 13:00:00.000000', 0),
(44, 12, 'Issue', 6, 'Text of the agent', '2026-04-09 13:30:00.000000', 0),
(45, 12, 'Issue', 6, '', '2026-04-09 14:00:00.000000', 0),
(46, 13, 'Issue', 5, '', '2026-04-10 10:05:00.000000', 0),
(47, 13, 'Issue', 5, 'Text of the agent', '2026-04-10 10:10:00.000000', 0),
(48, 13, 'Issue', 5, '', '2026-04-10 10:15:00.000000', 0),
(49, 13, 'Issue', 9, 'Text of the customer', '2026-04-10 12:00:00.000000', 0),
(50, 13, 'Issue', 5, 'Text of the agent', '2026-04-10 12:30:00.000000', 0),
(51, 14, 'Issue', 5, 'Text of the agent', '2026-04-11 11:00:00.000000', 0),
(52, 14, 'Issue', 5, '', '2026-04-11 11:10:00.000000', 0),
(53, 14, 'Issue', 5, '', '2026-04-11 11:20:00.000000', 0),
(54, 7, 'Issue', 13, 'Text of the customer', '2026-04-18 08:00:00.000000', 0),
(55, 7, 'Contact', 5, 'Note on a contact', '2026-04-18 09:00:00.000000', 0);

INSERT INTO journal_details (id, journal_id, property, prop_key, old_value, value) VALUES
(1, 1, 'attr', 'status_id', '1', '2'),
(2, 2, 'attr', 'status_id', '1', '4'),
(3, 5, 'attr', 'status_id', '4', '2'),
(4, 7, 'attr', 'status_id', '2', '5'),
(5, 8, 'attr', 'status_id', '2', '5'),
(6, 10, 'attr', 'status_id', '1', '2'),
(7, 11, 'attr', 'status_id', '2', '5'),
(8, 12, 'attr', 'status_id', '5', '2'),
(9, 13, 'attr', 'status_id', '2', '5'),
(10, 14, 'attr', 'project_id', '1', '2'),
(11, 15, 'attr', 'status_id', '1', '2'),
(12, 17, 'attr', 'project_id', '2', '1'),
(13, 19, 'attr', 'project_id', '1', '2'),
(14, 20, 'attr', 'status_id', '2', '5'),
(15, 21, 'attr', 'priority_id', '2', '1'),
(16, 22, 'attr', 'status_id', '1', '2'),
(17, 23, 'relation', 'relates', NULL, '5'),
(18, 24, 'relation', 'relates', NULL, '6'),
(19, 25, 'attr', 'priority_id', '1', '4'),
(20, 26, 'attr', 'status_id', '1', '2'),
(21, 27, 'attr', 'status_id', '2', '5'),
(22, 28, 'attr', 'status_id', '2', '5'),
(23, 29, 'attr', 'assigned_to_id', NULL, '6'),
(24, 30, 'attr', 'status_id', '1', '2'),
(25, 32, 'attr', 'priority_id', '1', '4'),
(26, 33, 'relation', 'relates', NULL, '4'),
(27, 34, 'relation', 'relates', NULL, '8'),
(28, 35, 'attr', 'status_id', '1', '2'),
(29, 36, 'attr', 'status_id', '2', '4'),
(30, 37, 'attr', 'status_id', '4', '5'),
(31, 38, 'attr', 'status_id', '1', '6'),
(32, 39, 'attr', 'status_id', '1', '5'),
(33, 40, 'attr', 'status_id', '5', '2'),
(34, 42, 'attr', 'status_id', '2', '5'),
(35, 43, 'attachment', '1', NULL, 'invoice.pdf'),
(36, 44, 'attr', 'status_id', '1', '2'),
(37, 45, 'attr', 'status_id', '2', '5'),
(38, 46, 'attr', 'assigned_to_id', NULL, '5'),
(39, 47, 'attr', 'status_id', '1', '2'),
(40, 48, 'attr', 'status_id', '2', '4'),
(41, 49, 'attr', 'status_id', '4', '2'),
(42, 50, 'attr', 'status_id', '2', '4'),
(43, 51, 'attr', 'status_id', '1', '2'),
(44, 52, 'attr', 'status_id', '2', '7'),
(45, 53, 'cf', '2', NULL, '4');
