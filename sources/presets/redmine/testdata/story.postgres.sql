-- A small desk as Redmine 5 stores it, for PostgreSQL. The story is told in README.md beside this file.
-- Timestamps without a zone hold the wall clock of Europe/Berlin.

CREATE TABLE projects (
    id integer NOT NULL,
    name character varying DEFAULT '' NOT NULL,
    description text,
    homepage character varying DEFAULT '',
    is_public boolean DEFAULT true NOT NULL,
    parent_id integer,
    created_on timestamp without time zone,
    updated_on timestamp without time zone,
    identifier character varying,
    status integer DEFAULT 1 NOT NULL,
    lft integer,
    rgt integer,
    inherit_members boolean DEFAULT false NOT NULL,
    default_version_id integer,
    default_assigned_to_id integer,
    default_issue_query_id integer,
    CONSTRAINT projects_pkey PRIMARY KEY (id)
);

CREATE TABLE trackers (
    id integer NOT NULL,
    name character varying(30) DEFAULT '' NOT NULL,
    position integer,
    is_in_roadmap boolean DEFAULT true NOT NULL,
    fields_bits integer DEFAULT 0,
    default_status_id integer,
    description character varying,
    CONSTRAINT trackers_pkey PRIMARY KEY (id)
);

CREATE TABLE issue_statuses (
    id integer NOT NULL,
    name character varying(30) DEFAULT '' NOT NULL,
    is_closed boolean DEFAULT false NOT NULL,
    position integer,
    default_done_ratio integer,
    CONSTRAINT issue_statuses_pkey PRIMARY KEY (id)
);

CREATE TABLE enumerations (
    id integer NOT NULL,
    name character varying(30) DEFAULT '' NOT NULL,
    position integer,
    is_default boolean DEFAULT false NOT NULL,
    type character varying,
    active boolean DEFAULT true NOT NULL,
    project_id integer,
    parent_id integer,
    position_name character varying(30),
    CONSTRAINT enumerations_pkey PRIMARY KEY (id)
);

CREATE TABLE issue_categories (
    id integer NOT NULL,
    project_id integer DEFAULT 0 NOT NULL,
    name character varying(60) DEFAULT '' NOT NULL,
    assigned_to_id integer,
    CONSTRAINT issue_categories_pkey PRIMARY KEY (id)
);

CREATE TABLE users (
    id integer NOT NULL,
    login character varying DEFAULT '' NOT NULL,
    hashed_password character varying(40) DEFAULT '' NOT NULL,
    firstname character varying(30) DEFAULT '' NOT NULL,
    lastname character varying(255) DEFAULT '' NOT NULL,
    admin boolean DEFAULT false NOT NULL,
    status integer DEFAULT 1 NOT NULL,
    last_login_on timestamp without time zone,
    language character varying(5) DEFAULT '',
    auth_source_id integer,
    created_on timestamp without time zone,
    updated_on timestamp without time zone,
    type character varying,
    mail_notification character varying DEFAULT '' NOT NULL,
    salt character varying(64),
    must_change_passwd boolean DEFAULT false NOT NULL,
    passwd_changed_on timestamp without time zone,
    twofa_scheme character varying,
    twofa_totp_key character varying,
    twofa_totp_last_used_at integer,
    twofa_required boolean DEFAULT false,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE issues (
    id integer NOT NULL,
    tracker_id integer NOT NULL,
    project_id integer NOT NULL,
    subject character varying DEFAULT '' NOT NULL,
    description text,
    due_date date,
    category_id integer,
    status_id integer NOT NULL,
    assigned_to_id integer,
    priority_id integer NOT NULL,
    fixed_version_id integer,
    author_id integer NOT NULL,
    lock_version integer DEFAULT 0 NOT NULL,
    created_on timestamp without time zone,
    updated_on timestamp without time zone,
    start_date date,
    done_ratio integer DEFAULT 0 NOT NULL,
    estimated_hours double precision,
    parent_id integer,
    root_id integer,
    lft integer,
    rgt integer,
    is_private boolean DEFAULT false NOT NULL,
    closed_on timestamp without time zone,
    CONSTRAINT issues_pkey PRIMARY KEY (id)
);

CREATE TABLE issue_relations (
    id integer NOT NULL,
    issue_from_id integer NOT NULL,
    issue_to_id integer NOT NULL,
    relation_type character varying DEFAULT '' NOT NULL,
    delay integer,
    CONSTRAINT issue_relations_pkey PRIMARY KEY (id)
);

CREATE TABLE journals (
    id integer NOT NULL,
    journalized_id integer DEFAULT 0 NOT NULL,
    journalized_type character varying(30) DEFAULT '' NOT NULL,
    user_id integer DEFAULT 0 NOT NULL,
    notes text,
    created_on timestamp without time zone NOT NULL,
    private_notes boolean DEFAULT false NOT NULL,
    CONSTRAINT journals_pkey PRIMARY KEY (id)
);

CREATE TABLE journal_details (
    id integer NOT NULL,
    journal_id integer DEFAULT 0 NOT NULL,
    property character varying(30) DEFAULT '' NOT NULL,
    prop_key character varying(30) DEFAULT '' NOT NULL,
    old_value text,
    value text,
    CONSTRAINT journal_details_pkey PRIMARY KEY (id)
);

CREATE INDEX index_journals_on_journalized_id ON journals USING btree (journalized_id);
CREATE INDEX index_journals_on_created_on ON journals USING btree (created_on);
CREATE INDEX index_journal_details_on_journal_id ON journal_details USING btree (journal_id);
CREATE INDEX index_issues_on_project_id ON issues USING btree (project_id);
CREATE INDEX index_issues_on_status_id ON issues USING btree (status_id);
CREATE INDEX index_issues_on_created_on ON issues USING btree (created_on);

INSERT INTO projects (id, name, is_public, created_on, updated_on, identifier, status, lft, rgt, inherit_members) VALUES
(1, 'support', true, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'support', 1, 1, 2, false),
(2, 'billing', true, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'billing', 1, 3, 4, false),
(3, 'field', true, '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'field', 1, 5, 6, false);

INSERT INTO trackers (id, name, position, is_in_roadmap, fields_bits, default_status_id) VALUES
(1, 'Bug', 1, false, 0, 1),
(2, 'Feature', 2, true, 0, 1),
(3, 'Support', 3, false, 0, 1);

INSERT INTO issue_statuses (id, name, is_closed, position) VALUES
(1, 'New', false, 1),
(2, 'In Progress', false, 2),
(3, 'Resolved', false, 3),
(4, 'Feedback', false, 4),
(5, 'Closed', true, 5),
(6, 'Rejected', true, 6),
(7, 'Vendor wait', false, 7);

INSERT INTO enumerations (id, name, position, is_default, type, active, position_name) VALUES
(1, 'Low', 1, false, 'IssuePriority', true, 'lowest'),
(2, 'Normal', 2, true, 'IssuePriority', true, 'default'),
(3, 'High', 3, false, 'IssuePriority', true, 'high3'),
(4, 'Urgent', 4, false, 'IssuePriority', true, 'high2'),
(5, 'Immediate', 5, false, 'IssuePriority', true, 'highest'),
(6, 'User documentation', 1, false, 'DocumentCategory', true, NULL),
(7, 'Technical documentation', 2, false, 'DocumentCategory', true, NULL),
(8, 'Design', 1, false, 'TimeEntryActivity', true, NULL),
(9, 'Development', 2, false, 'TimeEntryActivity', true, NULL);

INSERT INTO users (id, login, firstname, lastname, admin, status, language, created_on, updated_on, type) VALUES
(1, 'admin', 'Redmine', 'Admin', true, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(2, '', '', 'Anonymous users', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'GroupAnonymous'),
(3, '', '', 'Non member users', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'GroupNonMember'),
(4, '', '', 'Anonymous', false, 0, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'AnonymousUser'),
(5, 'kim', 'Kim', 'Agent', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(6, 'lou', 'Lou', 'Agent', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(7, 'ann', 'Ann', 'Amber', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(8, 'ben', 'Ben', 'Birch', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(9, 'cleo', 'Cleo', 'Clay', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(10, 'dora', 'Dora', 'Dune', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(11, 'emil', 'Emil', 'Elm', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(12, 'fay', 'Fay', 'Fern', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(13, 'gus', 'Gus', 'Grove', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User'),
(14, 'hana', 'Hana', 'Heath', false, 1, 'en', '2025-10-01 10:00:00.000000', '2025-10-01 10:00:00.000000', 'User');

INSERT INTO issues (id, tracker_id, project_id, subject, description, category_id, status_id, assigned_to_id, priority_id, author_id, lock_version, created_on, updated_on, start_date, root_id, lft, rgt, is_private, closed_on) VALUES
(1, 3, 3, 'Lamp out', 'Text of the customer', NULL, 5, NULL, 1, 8, 2, '2025-10-26 00:00:00.000000', '2025-10-26 08:00:00.000000', '2025-10-26', 1, 1, 2, false, '2025-10-26 08:00:00.000000'),
(2, 3, 1, 'Door stuck', 'Text of the customer', NULL, 5, NULL, 2, 7, 6, '2025-10-26 01:00:00.000000', '2025-10-26 04:30:00.000000', '2025-10-26', 2, 1, 2, false, '2025-10-26 04:30:00.000000'),
(3, 3, 1, 'Cannot sign in', 'Text of the customer', NULL, 5, NULL, 3, 9, 5, '2026-03-29 00:30:00.000000', '2026-03-29 07:00:00.000000', '2026-03-29', 3, 1, 2, false, '2026-03-29 07:00:00.000000'),
(4, 3, 2, 'Which invoice', 'Text of the customer', NULL, 5, NULL, 2, 10, 7, '2026-04-01 10:00:00.000000', '2026-04-01 12:00:00.000000', '2026-04-01', 4, 1, 2, false, '2026-04-01 12:00:00.000000'),
(5, 3, 1, 'No heating', 'Text of the customer', NULL, 5, NULL, 4, 11, 4, '2026-04-02 10:00:00.000000', '2026-04-02 12:00:00.000000', '2026-04-02', 5, 1, 2, false, '2026-04-02 12:00:00.000000'),
(6, 3, 1, 'No heating, again', 'Text of the customer', NULL, 5, NULL, 2, 11, 2, '2026-04-02 10:30:00.500000', '2026-04-02 12:00:00.250000', '2026-04-02', 6, 1, 2, false, '2026-04-02 12:00:00.250000'),
(7, 3, 2, 'Charged twice', 'Text of the customer', NULL, 2, 6, 4, 13, 5, '2026-04-03 09:00:00.000000', '2026-04-18 08:00:00.000000', '2026-04-03', 7, 1, 2, false, NULL),
(8, 3, 2, 'Second charge', 'Text of the customer', NULL, 5, NULL, 2, 12, 3, '2026-04-03 10:00:00.000000', '2026-04-03 11:00:00.000000', '2026-04-03', 8, 1, 2, false, '2026-04-03 11:00:00.000000'),
(9, 3, 3, 'Wrong address', 'Text of the customer', NULL, 6, NULL, 1, 14, 1, '2026-04-06 12:00:00.000000', '2026-04-06 12:15:00.000000', '2026-04-06', 9, 1, 2, false, '2026-04-06 12:15:00.000000'),
(10, 3, 1, 'Locked out', 'Text of the customer', NULL, 5, NULL, 2, 7, 4, '2026-04-07 10:00:00.000000', '2026-04-08 10:30:00.000000', '2026-04-07', 10, 1, 2, false, '2026-04-08 10:30:00.000000'),
(12, 3, 2, 'About an invoice', 'Text of the customer', NULL, 5, NULL, 2, 10, 3, '2026-04-09 11:00:00.000000', '2026-04-09 14:00:00.000000', '2026-04-09', 12, 1, 2, false, '2026-04-09 14:00:00.000000'),
(13, 3, 1, 'Printer offline', 'Text of the customer', NULL, 4, 5, 3, 9, 5, '2026-04-10 10:00:00.000000', '2026-04-10 12:30:00.000000', '2026-04-10', 13, 1, 2, false, NULL),
(14, 3, 3, 'Part missing', 'Text of the customer', NULL, 7, NULL, 2, 14, 3, '2026-04-11 10:00:00.000000', '2026-04-11 11:20:00.000000', '2026-04-11', 14, 1, 2, false, NULL),
(15, 3, 1, 'Cable lost', 'Text of the customer', NULL, 1, NULL, 2, 8, 0, '2026-04-19 14:00:00.000000', '2026-04-19 14:00:00.000000', '2026-04-19', 15, 1, 2, false, NULL);

INSERT INTO issue_relations (id, issue_from_id, issue_to_id, relation_type) VALUES
(1, 6, 5, 'relates'),
(2, 8, 4, 'relates');

INSERT INTO journals (id, journalized_id, journalized_type, user_id, notes, created_on, private_notes) VALUES
(1, 1, 'Issue', 5, 'Text of the agent', '2025-10-26 02:30:00.000000', false),
(2, 2, 'Issue', 5, 'Text of the agent', '2025-10-26 03:30:00.000000', false),
(3, 2, 'Issue', 7, 'Text of the customer', '2025-10-26 04:00:00.000000', false),
(4, 2, 'Issue', 7, 'Text of the customer', '2025-10-26 04:05:00.000000', false),
(5, 2, 'Issue', 6, 'Text of the agent', '2025-10-26 04:20:00.000000', false),
(6, 2, 'Issue', 6, 'Text of the agent', '2025-10-26 04:21:00.000000', false),
(7, 2, 'Issue', 6, '', '2025-10-26 04:30:00.000000', false),
(8, 1, 'Issue', 5, '', '2025-10-26 08:00:00.000000', false),
(9, 3, 'Issue', 6, 'Note', '2026-03-29 00:40:00.000000', true),
(10, 3, 'Issue', 6, 'Text of the agent', '2026-03-29 03:30:00.000000', false),
(11, 3, 'Issue', 6, '', '2026-03-29 04:00:00.000000', false),
(12, 3, 'Issue', 9, 'Text of the customer', '2026-03-29 06:00:00.000000', false),
(13, 3, 'Issue', 6, '', '2026-03-29 07:00:00.000000', false),
(14, 4, 'Issue', 5, '', '2026-04-01 10:10:00.000000', false),
(15, 4, 'Issue', 6, 'Text of the agent', '2026-04-01 11:00:00.000000', false),
(16, 4, 'Issue', 10, 'Text of the customer', '2026-04-01 11:10:00.000000', false),
(17, 4, 'Issue', 6, '', '2026-04-01 11:20:00.000000', false),
(18, 4, 'Issue', 5, 'Text of the agent', '2026-04-01 11:25:00.000000', false),
(19, 4, 'Issue', 5, '', '2026-04-01 11:30:00.000000', false),
(20, 4, 'Issue', 6, '', '2026-04-01 12:00:00.000000', false),
(21, 5, 'Issue', 5, '', '2026-04-02 10:20:00.000000', false),
(22, 5, 'Issue', 5, 'Text of the agent', '2026-04-02 11:00:00.000000', false),
(23, 6, 'Issue', 5, '', '2026-04-02 11:05:00.000000', false),
(24, 5, 'Issue', 5, '', '2026-04-02 11:05:00.000000', false),
(25, 5, 'Issue', 6, '', '2026-04-02 11:15:00.000000', false),
(26, 6, 'Issue', 5, 'Text of the agent', '2026-04-02 11:30:00.250000', false),
(27, 5, 'Issue', 6, '', '2026-04-02 12:00:00.000000', false),
(28, 6, 'Issue', 5, '', '2026-04-02 12:00:00.250000', false),
(29, 7, 'Issue', 6, '', '2026-04-03 09:02:00.000000', false),
(30, 7, 'Issue', 6, 'Text of the agent', '2026-04-03 09:05:00.000000', false),
(31, 7, 'Issue', 5, 'Note', '2026-04-03 09:10:00.000000', true),
(32, 7, 'Issue', 5, '', '2026-04-03 09:30:00.000000', false),
(33, 8, 'Issue', 5, '', '2026-04-03 10:30:00.000000', false),
(34, 4, 'Issue', 5, '', '2026-04-03 10:30:00.000000', false),
(35, 8, 'Issue', 5, 'Text of the agent', '2026-04-03 10:45:00.000000', false),
(36, 8, 'Issue', 5, '', '2026-04-03 10:50:00.000000', false),
(37, 8, 'Issue', 5, '', '2026-04-03 11:00:00.000000', false),
(38, 9, 'Issue', 5, NULL, '2026-04-06 12:15:00.000000', false),
(39, 10, 'Issue', 5, 'Text of the agent', '2026-04-07 10:00:05.500000', false),
(40, 10, 'Issue', 7, 'Text of the customer', '2026-04-08 10:00:00.000000', false),
(41, 10, 'Issue', 6, 'Text of the agent', '2026-04-08 10:20:00.000000', false),
(42, 10, 'Issue', 6, '', '2026-04-08 10:30:00.000000', false),
(43, 12, 'Issue', 10, 'Text of the customer', '2026-04-09 13:00:00.000000', false),
(44, 12, 'Issue', 6, 'Text of the agent', '2026-04-09 13:30:00.000000', false),
(45, 12, 'Issue', 6, '', '2026-04-09 14:00:00.000000', false),
(46, 13, 'Issue', 5, '', '2026-04-10 10:05:00.000000', false),
(47, 13, 'Issue', 5, 'Text of the agent', '2026-04-10 10:10:00.000000', false),
(48, 13, 'Issue', 5, '', '2026-04-10 10:15:00.000000', false),
(49, 13, 'Issue', 9, 'Text of the customer', '2026-04-10 12:00:00.000000', false),
(50, 13, 'Issue', 5, 'Text of the agent', '2026-04-10 12:30:00.000000', false),
(51, 14, 'Issue', 5, 'Text of the agent', '2026-04-11 11:00:00.000000', false),
(52, 14, 'Issue', 5, '', '2026-04-11 11:10:00.000000', false),
(53, 14, 'Issue', 5, '', '2026-04-11 11:20:00.000000', false),
(54, 7, 'Issue', 13, 'Text of the customer', '2026-04-18 08:00:00.000000', false),
(55, 7, 'Contact', 5, 'Note on a contact', '2026-04-18 09:00:00.000000', false);

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
