-- A small desk as FreeScout stores it, for PostgreSQL. The story is told in README.md beside this file.
-- Timestamps without a zone hold the wall clock of Europe/Berlin.

CREATE TABLE mailboxes (
    id integer NOT NULL,
    name character varying(40) NOT NULL,
    email character varying(128) NOT NULL,
    aliases text,
    from_name smallint DEFAULT '1'::smallint NOT NULL,
    from_name_custom character varying(128),
    ticket_status smallint DEFAULT '2'::smallint NOT NULL,
    ticket_assignee smallint DEFAULT '2'::smallint NOT NULL,
    template smallint DEFAULT '1'::smallint NOT NULL,
    signature text,
    out_method smallint DEFAULT '1'::smallint NOT NULL,
    out_server text,
    out_username text,
    out_password text,
    out_port integer,
    out_encryption smallint DEFAULT '1'::smallint NOT NULL,
    in_server text,
    in_port integer DEFAULT 143 NOT NULL,
    in_username character varying(100),
    in_password text,
    in_protocol smallint DEFAULT '1'::smallint NOT NULL,
    in_encryption smallint DEFAULT '1'::smallint NOT NULL,
    auto_reply_enabled boolean DEFAULT false NOT NULL,
    auto_reply_subject character varying(128),
    auto_reply_message text,
    office_hours_enabled boolean DEFAULT false NOT NULL,
    ratings boolean DEFAULT false NOT NULL,
    ratings_placement smallint DEFAULT '1'::smallint NOT NULL,
    ratings_text text,
    created_at timestamp(0) without time zone,
    updated_at timestamp(0) without time zone,
    in_validate_cert boolean DEFAULT true NOT NULL,
    in_imap_folders text,
    auto_bcc text,
    before_reply text,
    imap_sent_folder character varying(50),
    meta text,
    aliases_reply boolean DEFAULT false NOT NULL,
    CONSTRAINT mailboxes_pkey PRIMARY KEY (id)
);

CREATE TABLE users (
    id integer NOT NULL,
    first_name character varying(20) NOT NULL,
    last_name character varying(30) NOT NULL,
    email character varying(100) NOT NULL,
    password character varying(255) NOT NULL,
    role smallint DEFAULT '1'::smallint NOT NULL,
    timezone character varying(255) DEFAULT 'UTC'::character varying NOT NULL,
    photo_url character varying(255),
    type smallint DEFAULT '1'::smallint NOT NULL,
    invite_state smallint DEFAULT '3'::smallint NOT NULL,
    invite_hash character varying(100),
    emails text,
    job_title character varying(100),
    phone character varying(60),
    time_format smallint DEFAULT '2'::smallint NOT NULL,
    enable_kb_shortcuts boolean DEFAULT true NOT NULL,
    locked boolean DEFAULT false NOT NULL,
    remember_token character varying(100),
    created_at timestamp(0) without time zone,
    updated_at timestamp(0) without time zone,
    locale character varying(191),
    status smallint DEFAULT '1'::smallint NOT NULL,
    permissions text,
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE customers (
    id integer NOT NULL,
    first_name character varying(255),
    last_name character varying(255),
    company text,
    job_title text,
    photo_type smallint,
    photo_url character varying(255),
    phones text,
    websites text,
    social_profiles text,
    notes text,
    address text,
    city character varying(255),
    state character varying(255),
    zip character varying(12),
    country character varying(2),
    created_at timestamp(0) without time zone,
    updated_at timestamp(0) without time zone,
    channel smallint,
    channel_id text,
    meta text,
    CONSTRAINT customers_pkey PRIMARY KEY (id)
);

CREATE TABLE emails (
    id integer NOT NULL,
    customer_id integer NOT NULL,
    email character varying(191) NOT NULL,
    type smallint DEFAULT '1'::smallint NOT NULL,
    CONSTRAINT emails_pkey PRIMARY KEY (id)
);

CREATE TABLE conversations (
    id integer NOT NULL,
    number integer NOT NULL,
    threads_count integer DEFAULT 0 NOT NULL,
    type smallint NOT NULL,
    folder_id integer NOT NULL,
    status smallint DEFAULT '1'::smallint NOT NULL,
    state smallint DEFAULT '1'::smallint NOT NULL,
    subject character varying(998),
    customer_email character varying(191),
    cc text,
    bcc text,
    preview character varying(255) NOT NULL,
    imported boolean DEFAULT false NOT NULL,
    has_attachments boolean DEFAULT false NOT NULL,
    mailbox_id integer NOT NULL,
    user_id integer,
    customer_id integer,
    created_by_user_id integer,
    created_by_customer_id integer,
    source_via smallint NOT NULL,
    source_type smallint NOT NULL,
    closed_by_user_id integer,
    closed_at timestamp(0) without time zone,
    user_updated_at timestamp(0) without time zone,
    last_reply_at timestamp(0) without time zone,
    last_reply_from smallint,
    read_by_user boolean DEFAULT false NOT NULL,
    created_at timestamp(0) without time zone,
    updated_at timestamp(0) without time zone,
    channel smallint,
    meta text,
    last_customer_reply_at timestamp(0) without time zone,
    CONSTRAINT conversations_pkey PRIMARY KEY (id)
);

CREATE TABLE threads (
    id integer NOT NULL,
    conversation_id integer NOT NULL,
    user_id integer,
    type smallint NOT NULL,
    status smallint DEFAULT '1'::smallint NOT NULL,
    state smallint DEFAULT '1'::smallint NOT NULL,
    action_type smallint,
    action_data character varying(255),
    body text,
    headers text,
    "from" character varying(191),
    "to" text,
    cc text,
    bcc text,
    has_attachments boolean DEFAULT false NOT NULL,
    message_id character varying(998),
    source_via smallint NOT NULL,
    source_type smallint NOT NULL,
    customer_id integer,
    created_by_user_id integer,
    created_by_customer_id integer,
    edited_by_user_id integer,
    edited_at timestamp(0) without time zone,
    body_original text,
    first boolean DEFAULT false NOT NULL,
    saved_reply_id integer,
    send_status smallint,
    opened_at timestamp(0) without time zone,
    created_at timestamp(0) without time zone,
    updated_at timestamp(0) without time zone,
    send_status_data text,
    subtype smallint,
    meta text,
    imported boolean DEFAULT false NOT NULL,
    CONSTRAINT threads_pkey PRIMARY KEY (id)
);

CREATE INDEX conversations_customer_email_status_created_at_index ON conversations USING btree (customer_email, status, created_at);
CREATE INDEX conversations_customer_id_created_at_index ON conversations USING btree (customer_id, created_at);
CREATE INDEX conversations_folder_id_state_closed_at_index ON conversations USING btree (folder_id, state, closed_at);
CREATE INDEX conversations_folder_id_status_index ON conversations USING btree (folder_id, status);
CREATE INDEX conversations_mailbox_id_created_at_closed_at_index ON conversations USING btree (mailbox_id, created_at, closed_at);
CREATE INDEX conversations_mailbox_id_customer_id_index ON conversations USING btree (mailbox_id, customer_id);
CREATE INDEX conversations_mailbox_id_state_status_index ON conversations USING btree (mailbox_id, state, status);
CREATE INDEX conversations_mailbox_state_status_dates ON conversations USING btree (mailbox_id, state, status, last_reply_at, created_at);
CREATE INDEX conversations_state_mailbox_id_status_index ON conversations USING btree (state, mailbox_id, status);
CREATE INDEX conversations_user_id_mailbox_id_state_status_index ON conversations USING btree (user_id, mailbox_id, state, status);
CREATE INDEX customers_first_name_last_name_index ON customers USING btree (first_name, last_name);
CREATE INDEX emails_customer_id_index ON emails USING btree (customer_id);
CREATE INDEX threads_conversation_id_created_at_index ON threads USING btree (conversation_id, created_at);
CREATE INDEX threads_conversation_id_type_from_customer_id_index ON threads USING btree (conversation_id, type, "from", customer_id);
CREATE INDEX threads_created_at_index ON threads USING btree (created_at);
CREATE INDEX threads_created_by_user_id_created_at_index ON threads USING btree (created_by_user_id, created_at);
CREATE INDEX threads_type_state_created_at_index ON threads USING btree (type, state, created_at);
CREATE INDEX users_role_index ON users USING btree (role);
CREATE INDEX users_status_index ON users USING btree (status);

INSERT INTO mailboxes (id, name, email, ticket_assignee, created_at, updated_at) VALUES
(1, 'Support', 'support@desk.example', 2, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(2, 'Billing', 'billing@desk.example', 2, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(3, 'Field', 'field@desk.example', 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO users (id, first_name, last_name, email, password, role, timezone, type, status, created_at, updated_at) VALUES
(1, 'Desk', 'Admin', 'admin@desk.example', '', 2, 'Europe/Berlin', 1, 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(2, 'kim', 'Agent', 'kim@desk.example', '', 1, 'Europe/Berlin', 1, 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(3, 'lou', 'Agent', 'lou@desk.example', '', 1, 'Europe/Berlin', 1, 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00'),
(4, 'Workflows', 'Robot', 'fs-workflow@example.org', '', 1, 'Europe/Berlin', 2, 1, '2025-10-01 10:00:00', '2025-10-01 10:00:00');

INSERT INTO customers (id, first_name, last_name, created_at, updated_at) VALUES
(1, 'Ann', 'Amber', '2025-10-26 01:00:00', '2025-10-26 01:00:00'),
(2, 'Ben', 'Birch', '2025-10-26 00:00:00', '2025-10-26 00:00:00'),
(3, 'Cleo', 'Clay', '2026-03-29 00:30:00', '2026-03-29 00:30:00'),
(4, 'Dora', 'Dune', '2026-04-01 10:00:00', '2026-04-01 10:00:00'),
(5, 'Emil', 'Elm', '2026-04-02 10:00:00', '2026-04-02 10:00:00'),
(6, 'Fay', 'Fern', '2026-04-03 10:00:00', '2026-04-03 10:00:00'),
(7, 'Gus', 'Grove', '2026-04-03 09:00:00', '2026-04-03 09:00:00'),
(8, 'Hana', 'Heath', '2026-04-06 12:00:00', '2026-04-06 12:00:00');

INSERT INTO emails (id, customer_id, email, type) VALUES
(1, 1, 'ann@customers.example', 1),
(2, 2, 'ben@customers.example', 1),
(3, 3, 'cleo@customers.example', 1),
(4, 4, 'dora@customers.example', 1),
(5, 5, 'emil@customers.example', 1),
(6, 6, 'fay@customers.example', 1),
(7, 7, 'gus@customers.example', 1),
(8, 8, 'hana@customers.example', 1);

INSERT INTO conversations (id, number, threads_count, type, folder_id, status, state, subject, customer_email, preview, mailbox_id, user_id, customer_id, created_by_user_id, created_by_customer_id, source_via, source_type, closed_by_user_id, closed_at, user_updated_at, last_reply_at, last_reply_from, last_customer_reply_at, created_at, updated_at, meta) VALUES
(1, 1, 2, 1, 260, 3, 2, 'Lamp out', 'ben@customers.example', 'Lamp out', 3, NULL, 2, NULL, 2, 1, 1, 2, '2025-10-26 08:00:00', '2025-10-26 08:00:00', '2025-10-26 02:30:00', 2, '2025-10-26 00:00:00', '2025-10-26 00:00:00', '2025-10-26 08:00:00', NULL),
(2, 2, 6, 1, 60, 3, 2, 'Door stuck', 'ann@customers.example', 'Door stuck', 1, 2, 1, NULL, 1, 1, 1, 3, '2025-10-26 04:30:00', '2025-10-26 04:30:00', '2025-10-26 04:21:00', 2, '2025-10-26 04:05:00', '2025-10-26 01:00:00', '2025-10-26 04:30:00', NULL),
(3, 3, 3, 1, 60, 3, 2, 'Cannot sign in', 'cleo@customers.example', 'Cannot sign in', 1, 3, 3, NULL, 3, 1, 1, 3, '2026-03-29 07:00:00', '2026-03-29 07:00:00', '2026-03-29 06:00:00', 1, '2026-03-29 06:00:00', '2026-03-29 00:30:00', '2026-03-29 07:00:00', NULL),
(4, 4, 4, 1, 160, 3, 2, 'Which invoice', 'dora@customers.example', 'Which invoice', 2, 3, 4, NULL, 4, 1, 1, 3, '2026-04-01 12:00:00', '2026-04-01 12:00:00', '2026-04-01 11:25:00', 2, '2026-04-01 11:10:00', '2026-04-01 10:00:00', '2026-04-01 12:00:00', '{"orig_mailbox_id":1}'),
(5, 5, 1, 1, 70, 1, 3, 'No heating', 'emil@customers.example', 'No heating', 1, NULL, 5, NULL, 5, 1, 1, NULL, NULL, '2026-04-02 11:00:00', '2026-04-02 10:00:00', 1, '2026-04-02 10:00:00', '2026-04-02 10:00:00', '2026-04-02 11:00:00', NULL),
(6, 6, 2, 1, 60, 3, 2, 'No heating, again', 'emil@customers.example', 'No heating, again', 1, 2, 5, NULL, 5, 1, 1, 2, '2026-04-02 12:00:00', '2026-04-02 12:00:00', '2026-04-02 11:30:00', 2, '2026-04-02 10:30:00', '2026-04-02 10:30:00', '2026-04-02 12:00:00', NULL),
(7, 7, 3, 1, 140, 1, 2, 'Charged twice', 'gus@customers.example', 'Charged twice', 2, 3, 7, NULL, 7, 1, 1, NULL, NULL, '2026-04-03 09:10:00', '2026-04-18 08:00:00', 1, '2026-04-18 08:00:00', '2026-04-03 09:00:00', '2026-04-18 08:00:00', NULL),
(8, 8, 2, 3, 160, 3, 2, 'Second charge', 'fay@customers.example', 'Second charge', 2, 2, 6, NULL, 6, 1, 1, 2, '2026-04-03 11:00:00', '2026-04-03 11:00:00', '2026-04-03 10:45:00', 2, '2026-04-03 10:00:00', '2026-04-03 10:00:00', '2026-04-03 11:00:00', NULL),
(9, 9, 1, 1, 260, 3, 2, 'Wrong address', 'hana@customers.example', 'Wrong address', 3, NULL, 8, NULL, 8, 1, 1, 2, '2026-04-06 12:15:00', '2026-04-06 12:15:00', '2026-04-06 12:00:00', 1, '2026-04-06 12:00:00', '2026-04-06 12:00:00', '2026-04-06 12:15:00', NULL),
(10, 10, 4, 1, 60, 3, 2, 'Locked out', 'ann@customers.example', 'Locked out', 1, 3, 1, NULL, 1, 1, 1, 3, '2026-04-08 10:30:00', '2026-04-08 10:30:00', '2026-04-08 10:20:00', 2, '2026-04-08 10:00:00', '2026-04-07 10:00:00', '2026-04-08 10:30:00', NULL),
(11, 11, 1, 1, 80, 4, 2, 'Cheap pills', 'ann@customers.example', 'Cheap pills', 1, NULL, 1, NULL, 1, 1, 1, NULL, NULL, '2026-04-08 14:05:00', '2026-04-08 14:00:00', 1, '2026-04-08 14:00:00', '2026-04-08 14:00:00', '2026-04-08 14:05:00', NULL),
(12, 12, 3, 2, 160, 3, 2, 'Call about an invoice', 'dora@customers.example', 'Call about an invoice', 2, 3, 4, 3, NULL, 2, 2, 3, '2026-04-09 14:00:00', '2026-04-09 14:00:00', '2026-04-09 13:30:00', 2, '2026-04-09 13:00:00', '2026-04-09 11:00:00', '2026-04-09 14:00:00', NULL),
(13, 13, 4, 1, 40, 2, 2, 'Printer offline', 'cleo@customers.example', 'Printer offline', 1, 2, 3, NULL, 3, 1, 1, NULL, NULL, '2026-04-10 12:30:00', '2026-04-10 12:30:00', 2, '2026-04-10 12:00:00', '2026-04-10 10:00:00', '2026-04-10 12:30:00', NULL),
(14, 14, 2, 1, 201, 7, 2, 'Part missing', 'hana@customers.example', 'Part missing', 3, NULL, 8, NULL, 8, 1, 1, NULL, NULL, '2026-04-11 11:10:00', '2026-04-11 11:00:00', 2, '2026-04-11 10:00:00', '2026-04-11 10:00:00', '2026-04-11 11:10:00', NULL),
(15, 15, 2, 1, 1, 1, 2, 'Cable lost', 'ben@customers.example', 'Cable lost', 1, NULL, 2, NULL, 2, 1, 1, NULL, NULL, '2026-04-19 14:00:02', '2026-04-19 14:00:02', 2, '2026-04-19 14:00:00', '2026-04-19 14:00:00', '2026-04-19 14:00:02', NULL),
(16, 16, 1, 1, 70, 1, 3, 'Sent by mistake', 'ann@customers.example', 'Sent by mistake', 1, NULL, 1, NULL, 1, 1, 1, NULL, NULL, '2026-04-08 15:10:00', '2026-04-08 15:00:00', 1, '2026-04-08 15:00:00', '2026-04-08 15:00:00', '2026-04-08 15:10:00', NULL),
(17, 17, 0, 1, 130, 1, 1, 'Draft', 'fay@customers.example', '', 2, 3, 6, 3, NULL, 2, 2, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-19 16:00:00', '2026-04-19 16:00:00', NULL);

INSERT INTO threads (id, conversation_id, user_id, type, status, state, action_type, action_data, body, "from", source_via, source_type, customer_id, created_by_user_id, created_by_customer_id, "first", message_id, created_at, updated_at, meta) VALUES
(1, 1, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ben@customers.example', 1, 1, 2, NULL, 2, true, NULL, '2025-10-26 00:00:00', '2025-10-26 00:00:00', NULL),
(2, 2, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, true, NULL, '2025-10-26 01:00:00', '2025-10-26 01:00:00', NULL),
(3, 1, NULL, 2, 1, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 2, 2, NULL, false, NULL, '2025-10-26 02:30:00', '2025-10-26 02:30:00', NULL),
(4, 2, 2, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 1, 2, NULL, false, NULL, '2025-10-26 03:30:00', '2025-10-26 03:30:00', NULL),
(5, 2, 2, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, false, NULL, '2025-10-26 04:00:00', '2025-10-26 04:00:00', NULL),
(6, 2, 2, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, false, NULL, '2025-10-26 04:05:00', '2025-10-26 04:05:00', NULL),
(7, 2, 2, 2, 1, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 1, 3, NULL, false, NULL, '2025-10-26 04:20:00', '2025-10-26 04:20:00', NULL),
(8, 2, 2, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 1, 3, NULL, false, NULL, '2025-10-26 04:21:00', '2025-10-26 04:21:00', NULL),
(9, 2, 2, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 1, 3, NULL, false, NULL, '2025-10-26 04:30:00', '2025-10-26 04:30:00', NULL),
(10, 1, NULL, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 2, 2, NULL, false, NULL, '2025-10-26 08:00:00', '2025-10-26 08:00:00', NULL),
(11, 3, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, NULL, 3, true, NULL, '2026-03-29 00:30:00', '2026-03-29 00:30:00', NULL),
(12, 3, NULL, 3, 1, 2, NULL, NULL, 'Note', NULL, 2, 2, 3, 3, NULL, false, NULL, '2026-03-29 00:40:00', '2026-03-29 00:40:00', NULL),
(13, 3, 3, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 3, 3, NULL, false, NULL, '2026-03-29 03:30:00', '2026-03-29 03:30:00', NULL),
(14, 3, 3, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 3, 3, NULL, false, NULL, '2026-03-29 04:00:00', '2026-03-29 04:00:00', NULL),
(15, 3, 3, 1, 1, 2, NULL, NULL, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, NULL, 3, false, NULL, '2026-03-29 06:00:00', '2026-03-29 06:00:00', NULL),
(16, 3, 3, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 3, 3, NULL, false, NULL, '2026-03-29 07:00:00', '2026-03-29 07:00:00', NULL),
(17, 4, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'dora@customers.example', 1, 1, 4, NULL, 4, true, NULL, '2026-04-01 10:00:00', '2026-04-01 10:00:00', NULL),
(18, 4, NULL, 4, 1, 2, 3, '1', '', NULL, 2, 2, 4, 2, NULL, false, NULL, '2026-04-01 10:10:00', '2026-04-01 10:10:00', NULL),
(19, 4, 3, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 4, 3, NULL, false, NULL, '2026-04-01 11:00:00', '2026-04-01 11:00:00', NULL),
(20, 4, 3, 1, 1, 2, NULL, NULL, 'Text of the customer', 'dora@customers.example', 1, 1, 4, NULL, 4, false, NULL, '2026-04-01 11:10:00', '2026-04-01 11:10:00', NULL),
(21, 4, 3, 4, 1, 2, 3, '2', '', NULL, 2, 2, 4, 3, NULL, false, NULL, '2026-04-01 11:20:00', '2026-04-01 11:20:00', NULL),
(22, 4, 3, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 4, 2, NULL, false, NULL, '2026-04-01 11:25:00', '2026-04-01 11:25:00', NULL),
(23, 4, 3, 4, 2, 2, 3, '1', '', NULL, 2, 2, 4, 2, NULL, false, NULL, '2026-04-01 11:30:00', '2026-04-01 11:30:00', NULL),
(24, 4, 3, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 4, 3, NULL, false, NULL, '2026-04-01 12:00:00', '2026-04-01 12:00:00', NULL),
(25, 6, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'emil@customers.example', 1, 1, 5, NULL, 5, true, NULL, '2026-04-02 10:00:00', '2026-04-02 11:00:00', '{"pc":5}'),
(26, 6, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'emil@customers.example', 1, 1, 5, NULL, 5, true, NULL, '2026-04-02 10:30:00', '2026-04-02 10:30:00', NULL),
(27, 6, NULL, 4, 1, 2, 4, NULL, '', NULL, 2, 2, 5, 2, NULL, false, NULL, '2026-04-02 11:00:00', '2026-04-02 11:00:00', '{"mwc":5}'),
(28, 5, NULL, 4, 1, 2, 4, NULL, '', NULL, 2, 2, 5, 2, NULL, false, NULL, '2026-04-02 11:00:00', '2026-04-02 11:00:00', '{"mic":6}'),
(29, 5, NULL, 4, 6, 2, 10, NULL, NULL, NULL, 2, 2, 5, 2, NULL, false, NULL, '2026-04-02 11:00:00', '2026-04-02 11:00:00', NULL),
(30, 6, 2, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 5, 2, NULL, false, NULL, '2026-04-02 11:30:00', '2026-04-02 11:30:00', NULL),
(31, 6, 2, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 5, 2, NULL, false, NULL, '2026-04-02 12:00:00', '2026-04-02 12:00:00', NULL),
(32, 7, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'gus@customers.example', 1, 1, 7, NULL, 7, true, NULL, '2026-04-03 09:00:00', '2026-04-03 09:00:00', NULL),
(33, 7, 3, 4, 6, 2, 2, NULL, NULL, NULL, 2, 2, 7, 3, NULL, false, NULL, '2026-04-03 09:02:00', '2026-04-03 09:02:00', NULL),
(34, 7, 3, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 7, 3, NULL, false, NULL, '2026-04-03 09:05:00', '2026-04-03 09:05:00', NULL),
(35, 7, 3, 3, 2, 2, NULL, NULL, 'Note', NULL, 2, 2, 7, 2, NULL, false, NULL, '2026-04-03 09:10:00', '2026-04-03 09:10:00', NULL),
(36, 8, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'fay@customers.example', 1, 1, 6, NULL, 6, true, NULL, '2026-04-03 10:00:00', '2026-04-03 10:00:00', NULL),
(37, 8, 2, 2, 1, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 6, 2, NULL, false, NULL, '2026-04-03 10:45:00', '2026-04-03 10:45:00', NULL),
(38, 8, 2, 4, 2, 2, 1, NULL, NULL, NULL, 2, 2, 6, 2, NULL, false, NULL, '2026-04-03 10:50:00', '2026-04-03 10:50:00', NULL),
(39, 8, 2, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 6, 2, NULL, false, NULL, '2026-04-03 11:00:00', '2026-04-03 11:00:00', NULL),
(40, 9, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'hana@customers.example', 1, 1, 8, NULL, 8, true, NULL, '2026-04-06 12:00:00', '2026-04-06 12:00:00', NULL),
(41, 9, NULL, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 8, 2, NULL, false, NULL, '2026-04-06 12:15:00', '2026-04-06 12:15:00', NULL),
(42, 10, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, true, NULL, '2026-04-07 10:00:00', '2026-04-07 10:00:00', NULL),
(43, 10, 2, 2, 3, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 1, 2, NULL, false, NULL, '2026-04-07 10:00:05', '2026-04-07 10:00:05', NULL),
(44, 10, 2, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, false, NULL, '2026-04-08 10:00:00', '2026-04-08 10:00:00', NULL),
(45, 10, 2, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 1, 3, NULL, false, NULL, '2026-04-08 10:20:00', '2026-04-08 10:20:00', NULL),
(46, 10, 3, 4, 6, 2, 2, NULL, NULL, NULL, 2, 2, 1, 3, NULL, false, NULL, '2026-04-08 10:30:00', '2026-04-08 10:30:00', NULL),
(47, 10, 3, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 1, 3, NULL, false, NULL, '2026-04-08 10:30:00', '2026-04-08 10:30:00', NULL),
(48, 11, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, true, NULL, '2026-04-08 14:00:00', '2026-04-08 14:00:00', NULL),
(49, 11, NULL, 4, 4, 2, 1, NULL, NULL, NULL, 2, 2, 1, 2, NULL, false, NULL, '2026-04-08 14:05:00', '2026-04-08 14:05:00', NULL),
(50, 16, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ann@customers.example', 1, 1, 1, NULL, 1, true, NULL, '2026-04-08 15:00:00', '2026-04-08 15:00:00', NULL),
(51, 16, NULL, 4, 6, 2, 10, NULL, NULL, NULL, 2, 2, 1, 2, NULL, false, NULL, '2026-04-08 15:10:00', '2026-04-08 15:10:00', NULL),
(52, 12, 3, 2, 1, 2, NULL, NULL, 'Opening text of the agent', NULL, 2, 2, 4, 3, NULL, true, NULL, '2026-04-09 11:00:00', '2026-04-09 11:00:00', NULL),
(53, 12, 3, 1, 1, 2, NULL, NULL, 'Text of the customer', 'dora@customers.example', 1, 1, 4, NULL, 4, false, NULL, '2026-04-09 13:00:00', '2026-04-09 13:00:00', NULL),
(54, 12, 3, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 4, 3, NULL, false, NULL, '2026-04-09 13:30:00', '2026-04-09 13:30:00', NULL),
(55, 12, 3, 4, 3, 2, 1, NULL, NULL, NULL, 2, 2, 4, 3, NULL, false, NULL, '2026-04-09 14:00:00', '2026-04-09 14:00:00', NULL),
(56, 13, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, NULL, 3, true, NULL, '2026-04-10 10:00:00', '2026-04-10 10:00:00', NULL),
(57, 13, 2, 4, 6, 2, 2, NULL, NULL, NULL, 2, 2, 3, 2, NULL, false, NULL, '2026-04-10 10:05:00', '2026-04-10 10:05:00', NULL),
(58, 13, 2, 2, 1, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 3, 2, NULL, false, NULL, '2026-04-10 10:10:00', '2026-04-10 10:10:00', NULL),
(59, 13, 2, 4, 2, 2, 1, NULL, NULL, NULL, 2, 2, 3, 2, NULL, false, NULL, '2026-04-10 10:15:00', '2026-04-10 10:15:00', NULL),
(60, 13, 2, 1, 1, 2, NULL, NULL, 'Text of the customer', 'cleo@customers.example', 1, 1, 3, NULL, 3, false, NULL, '2026-04-10 12:00:00', '2026-04-10 12:00:00', NULL),
(61, 13, 2, 2, 2, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 3, 2, NULL, false, NULL, '2026-04-10 12:30:00', '2026-04-10 12:30:00', NULL),
(62, 14, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'hana@customers.example', 1, 1, 8, NULL, 8, true, NULL, '2026-04-11 10:00:00', '2026-04-11 10:00:00', NULL),
(63, 14, NULL, 2, 1, 2, NULL, NULL, 'Text of the agent', NULL, 2, 2, 8, 2, NULL, false, NULL, '2026-04-11 11:00:00', '2026-04-11 11:00:00', NULL),
(64, 14, NULL, 4, 7, 2, 1, NULL, NULL, NULL, 2, 2, 8, 2, NULL, false, NULL, '2026-04-11 11:10:00', '2026-04-11 11:10:00', NULL),
(65, 7, 3, 1, 1, 2, NULL, NULL, 'Text of the customer', 'gus@customers.example', 1, 1, 7, NULL, 7, false, NULL, '2026-04-18 08:00:00', '2026-04-18 08:00:00', NULL),
(66, 7, 3, 2, 1, 1, NULL, NULL, 'Draft of the agent', NULL, 2, 2, 7, 3, NULL, false, NULL, '2026-04-18 09:00:00', '2026-04-18 09:00:00', NULL),
(67, 15, NULL, 1, 1, 2, NULL, NULL, 'Text of the customer', 'ben@customers.example', 1, 1, 2, NULL, 2, true, NULL, '2026-04-19 14:00:00', '2026-04-19 14:00:00', NULL),
(68, 15, NULL, 3, 1, 2, NULL, NULL, 'Note', NULL, 2, 2, 2, 4, NULL, false, NULL, '2026-04-19 14:00:01', '2026-04-19 14:00:01', NULL),
(69, 15, NULL, 2, 1, 2, NULL, NULL, 'Text of the robot', NULL, 2, 2, 2, 4, NULL, false, NULL, '2026-04-19 14:00:02', '2026-04-19 14:00:02', NULL),
(70, 17, 3, 2, 1, 1, NULL, NULL, 'Draft of the agent', NULL, 2, 2, 6, 3, NULL, true, NULL, '2026-04-19 16:00:00', '2026-04-19 16:00:00', NULL);
