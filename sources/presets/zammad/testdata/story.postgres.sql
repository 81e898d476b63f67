-- A small desk as Zammad 6 stores it, for PostgreSQL. The story is told in README.md beside this file.
-- Timestamps hold UTC. Ids of history types, objects and attributes are those of this installation.
CREATE SEQUENCE groups_id_seq AS integer;
CREATE TABLE groups (
  id integer DEFAULT nextval('groups_id_seq') NOT NULL PRIMARY KEY,
  name character varying(160)
);

CREATE SEQUENCE histories_id_seq AS integer;
CREATE TABLE histories (
  id integer DEFAULT nextval('histories_id_seq') NOT NULL PRIMARY KEY,
  history_type_id integer NOT NULL,
  history_object_id integer NOT NULL,
  history_attribute_id integer,
  o_id integer NOT NULL,
  related_o_id integer,
  related_history_object_id integer,
  id_to integer,
  id_from integer,
  value_from character varying(500),
  value_to character varying(500),
  created_by_id integer NOT NULL,
  created_at timestamp(3) without time zone NOT NULL,
  updated_at timestamp(3) without time zone NOT NULL
);
CREATE INDEX histories_created_at_idx ON histories (created_at);
CREATE INDEX histories_o_id_idx ON histories (o_id);

CREATE SEQUENCE history_attributes_id_seq AS integer;
CREATE TABLE history_attributes (
  id integer DEFAULT nextval('history_attributes_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL
);

CREATE SEQUENCE history_objects_id_seq AS integer;
CREATE TABLE history_objects (
  id integer DEFAULT nextval('history_objects_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL
);

CREATE SEQUENCE history_types_id_seq AS integer;
CREATE TABLE history_types (
  id integer DEFAULT nextval('history_types_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL
);

CREATE SEQUENCE ticket_article_senders_id_seq AS integer;
CREATE TABLE ticket_article_senders (
  id integer DEFAULT nextval('ticket_article_senders_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL
);

CREATE SEQUENCE ticket_article_types_id_seq AS integer;
CREATE TABLE ticket_article_types (
  id integer DEFAULT nextval('ticket_article_types_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL,
  communication boolean DEFAULT false NOT NULL
);

CREATE SEQUENCE ticket_articles_id_seq AS integer;
CREATE TABLE ticket_articles (
  id integer DEFAULT nextval('ticket_articles_id_seq') NOT NULL PRIMARY KEY,
  ticket_id integer NOT NULL,
  type_id integer NOT NULL,
  sender_id integer NOT NULL,
  body text DEFAULT ''::text NOT NULL,
  internal boolean DEFAULT false NOT NULL,
  updated_by_id integer NOT NULL,
  created_by_id integer NOT NULL,
  origin_by_id integer,
  created_at timestamp(3) without time zone NOT NULL,
  updated_at timestamp(3) without time zone NOT NULL
);
CREATE INDEX ticket_articles_created_at_idx ON ticket_articles (created_at);
CREATE INDEX ticket_articles_ticket_id_idx ON ticket_articles (ticket_id);

CREATE SEQUENCE ticket_priorities_id_seq AS integer;
CREATE TABLE ticket_priorities (
  id integer DEFAULT nextval('ticket_priorities_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL
);

CREATE SEQUENCE ticket_state_types_id_seq AS integer;
CREATE TABLE ticket_state_types (
  id integer DEFAULT nextval('ticket_state_types_id_seq') NOT NULL PRIMARY KEY,
  name character varying(250) NOT NULL,
  created_at timestamp(3) without time zone DEFAULT now() NOT NULL,
  updated_at timestamp(3) without time zone DEFAULT now() NOT NULL
);

CREATE SEQUENCE ticket_states_id_seq AS integer;
CREATE TABLE ticket_states (
  id integer DEFAULT nextval('ticket_states_id_seq') NOT NULL PRIMARY KEY,
  state_type_id integer NOT NULL,
  name character varying(250) NOT NULL,
  next_state_id integer,
  ignore_escalation boolean DEFAULT false NOT NULL,
  default_create boolean DEFAULT false NOT NULL,
  default_follow_up boolean DEFAULT false NOT NULL,
  default_close boolean DEFAULT false NOT NULL,
  active boolean DEFAULT true NOT NULL
);

CREATE SEQUENCE tickets_id_seq AS integer;
CREATE TABLE tickets (
  id integer DEFAULT nextval('tickets_id_seq') NOT NULL PRIMARY KEY,
  group_id integer NOT NULL,
  priority_id integer NOT NULL,
  state_id integer NOT NULL,
  organization_id integer,
  number character varying(60) NOT NULL,
  title character varying(250) NOT NULL,
  owner_id integer NOT NULL,
  customer_id integer NOT NULL,
  note character varying(250),
  first_response_at timestamp(3) without time zone,
  first_response_escalation_at timestamp(3) without time zone,
  first_response_in_min integer,
  first_response_diff_in_min integer,
  close_at timestamp(3) without time zone,
  close_escalation_at timestamp(3) without time zone,
  close_in_min integer,
  close_diff_in_min integer,
  update_escalation_at timestamp(3) without time zone,
  update_in_min integer,
  update_diff_in_min integer,
  last_close_at timestamp(3) without time zone,
  last_contact_at timestamp(3) without time zone,
  last_contact_agent_at timestamp(3) without time zone,
  last_contact_customer_at timestamp(3) without time zone,
  last_owner_update_at timestamp(3) without time zone,
  create_article_type_id integer,
  create_article_sender_id integer,
  article_count integer,
  escalation_at timestamp(3) without time zone,
  pending_time timestamp(3) without time zone,
  type character varying(100),
  time_unit numeric(6,2),
  preferences text,
  updated_by_id integer NOT NULL,
  created_by_id integer NOT NULL,
  created_at timestamp(3) without time zone NOT NULL,
  updated_at timestamp(3) without time zone NOT NULL
);
CREATE INDEX index_tickets_on_created_at ON tickets (created_at);
CREATE INDEX index_tickets_on_updated_at ON tickets (updated_at);

CREATE SEQUENCE users_id_seq AS integer;
CREATE TABLE users (
  id integer DEFAULT nextval('users_id_seq') NOT NULL PRIMARY KEY,
  login character varying(255),
  email character varying(255),
  firstname character varying(100),
  lastname character varying(100)
);

INSERT INTO groups (id, name) VALUES
(1, 'Users'),
(2, 'Support'),
(3, 'Billing'),
(4, 'Field');
INSERT INTO users (id, login, email, firstname, lastname) VALUES
(1, '-', NULL, '-', NULL),
(3, 'kim', 'kim@desk.example', 'Kim', 'Kern'),
(4, 'lou', 'lou@desk.example', 'Lou', 'Lind'),
(10, 'ann', 'ann@customers.example', 'Ann', 'Amber'),
(11, 'ben', 'ben@customers.example', 'Ben', 'Birch'),
(12, 'cleo', 'cleo@customers.example', 'Cleo', 'Clay'),
(13, 'dora', 'dora@customers.example', 'Dora', 'Dune'),
(14, 'emil', 'emil@customers.example', 'Emil', 'Elm'),
(15, 'fay', 'fay@customers.example', 'Fay', 'Fern'),
(16, 'gus', 'gus@customers.example', 'Gus', 'Grove'),
(17, 'hana', 'hana@customers.example', 'Hana', 'Heath');
INSERT INTO ticket_state_types (id, name, created_at, updated_at) VALUES
(1, 'new', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(2, 'open', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(3, 'pending reminder', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(4, 'pending action', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(5, 'closed', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(6, 'merged', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(7, 'removed', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(8, 'limbo', '2025-10-01 08:00:00', '2025-10-01 08:00:00');
INSERT INTO ticket_states (id, state_type_id, name, next_state_id, ignore_escalation, default_create, default_follow_up, default_close, active) VALUES
(1, 1, 'new', NULL, false, true, false, false, true),
(2, 2, 'open', NULL, false, false, true, false, true),
(3, 3, 'pending reminder', NULL, true, false, false, false, true),
(4, 5, 'closed', NULL, true, false, false, true, true),
(5, 6, 'merged', NULL, true, false, false, false, true),
(6, 7, 'removed', NULL, true, false, false, false, false),
(7, 4, 'pending close', 4, true, false, false, false, true),
(8, 3, 'waiting for vendor', NULL, true, false, false, false, true),
(9, 8, 'parked', NULL, true, false, false, false, true);
INSERT INTO ticket_priorities (id, name) VALUES
(1, '1 low'),
(2, '2 normal'),
(3, '3 high');
INSERT INTO ticket_article_senders (id, name) VALUES
(1, 'Agent'),
(2, 'Customer'),
(3, 'System');
INSERT INTO ticket_article_types (id, name, communication) VALUES
(1, 'email', true),
(2, 'sms', true),
(3, 'chat', true),
(4, 'fax', true),
(5, 'phone', true),
(6, 'twitter status', true),
(7, 'twitter direct-message', true),
(8, 'facebook feed post', true),
(9, 'facebook feed comment', true),
(10, 'note', false),
(11, 'web', true);
INSERT INTO history_types (id, name) VALUES
(1, 'updated'),
(2, 'created'),
(3, 'notification'),
(4, 'merged_into'),
(5, 'received_merge'),
(6, 'email'),
(7, 'added');
INSERT INTO history_objects (id, name) VALUES
(1, 'User'),
(2, 'Ticket'),
(3, 'Ticket::Article');
INSERT INTO history_attributes (id, name) VALUES
(1, 'group'),
(2, 'owner'),
(3, 'priority'),
(4, 'state'),
(5, 'pending_time'),
(6, 'links'),
(7, 'title'),
(8, 'lastname');

INSERT INTO tickets (id, group_id, priority_id, state_id, organization_id, number, title, owner_id, customer_id, note, first_response_at, first_response_escalation_at, first_response_in_min, first_response_diff_in_min, close_at, close_escalation_at, close_in_min, close_diff_in_min, update_escalation_at, update_in_min, update_diff_in_min, last_close_at, last_contact_at, last_contact_agent_at, last_contact_customer_at, last_owner_update_at, create_article_type_id, create_article_sender_id, article_count, escalation_at, pending_time, type, time_unit, preferences, updated_by_id, created_by_id, created_at, updated_at) VALUES
(1, 4, 1, 4, NULL, '62008', 'Meter reading', 1, 11, NULL, '2025-10-26 00:30:00', NULL, NULL, NULL, '2025-10-26 07:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2025-10-26 07:00:00', '2025-10-26 00:30:00', '2025-10-26 00:30:00', '2025-10-25 22:00:00', NULL, 1, 2, 2, NULL, NULL, NULL, NULL, NULL, 3, 11, '2025-10-25 22:00:00', '2025-10-26 07:00:00'),
(2, 2, 2, 4, NULL, '62015', 'Cannot log in', 1, 10, NULL, '2025-10-26 02:30:00', NULL, NULL, NULL, '2025-10-26 03:30:00', NULL, NULL, NULL, NULL, NULL, NULL, '2025-10-26 03:30:00', '2025-10-26 03:21:00', '2025-10-26 03:21:00', '2025-10-26 03:05:00', NULL, 1, 2, 6, NULL, NULL, NULL, NULL, NULL, 4, 10, '2025-10-25 23:00:00', '2025-10-26 03:30:00'),
(3, 2, 3, 4, NULL, '62022', 'Screen is dark', 1, 12, NULL, '2026-03-29 01:30:00', NULL, NULL, NULL, '2026-03-29 02:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-03-29 05:00:00', '2026-03-29 04:00:00', '2026-03-29 01:30:00', '2026-03-29 04:00:00', NULL, 11, 2, 4, NULL, NULL, NULL, NULL, NULL, 4, 12, '2026-03-28 23:30:00', '2026-03-29 05:00:00'),
(4, 3, 2, 4, NULL, '62029', 'Wrong invoice', 1, 13, NULL, '2026-04-01 09:00:00', NULL, NULL, NULL, '2026-04-01 10:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-01 10:00:00', '2026-04-01 09:25:00', '2026-04-01 09:25:00', '2026-04-01 09:10:00', NULL, 1, 2, 4, NULL, NULL, NULL, NULL, NULL, 4, 13, '2026-04-01 08:00:00', '2026-04-01 10:00:00'),
(5, 4, 2, 5, NULL, '62036', 'No visit', 1, 14, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-02 08:00:00', NULL, '2026-04-02 08:00:00', NULL, 1, 2, 1, NULL, NULL, NULL, NULL, NULL, 3, 14, '2026-04-02 08:00:00', '2026-04-02 09:00:00'),
(6, 4, 2, 4, NULL, '62043', 'No visit, again', 1, 14, NULL, '2026-04-02 09:30:00', NULL, NULL, NULL, '2026-04-02 10:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-02 10:00:00', '2026-04-02 09:30:00', '2026-04-02 09:30:00', '2026-04-02 08:30:00', NULL, 1, 2, 3, NULL, NULL, NULL, NULL, NULL, 3, 14, '2026-04-02 08:30:00', '2026-04-02 10:00:00'),
(7, 3, 3, 2, NULL, '62050', 'Charged twice', 4, 16, NULL, '2026-04-03 07:05:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-18 06:00:00', '2026-04-03 07:05:00', '2026-04-18 06:00:00', '2026-04-03 07:02:00', 1, 2, 4, NULL, NULL, NULL, NULL, NULL, 16, 16, '2026-04-03 07:00:00', '2026-04-18 06:00:00'),
(8, 3, 2, 4, NULL, '62057', 'Change my card', 1, 15, NULL, '2026-04-03 08:45:00', NULL, NULL, NULL, '2026-04-03 09:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-03 09:00:00', '2026-04-03 08:45:00', '2026-04-03 08:45:00', '2026-04-03 08:00:00', NULL, 11, 2, 2, NULL, NULL, NULL, NULL, NULL, 3, 15, '2026-04-03 08:00:00', '2026-04-03 09:00:00'),
(9, 4, 1, 4, NULL, '62064', 'Door code', 1, 17, NULL, NULL, NULL, NULL, NULL, '2026-04-06 10:15:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-06 10:15:00', '2026-04-06 10:00:00', NULL, '2026-04-06 10:00:00', NULL, 11, 2, 1, NULL, NULL, NULL, NULL, NULL, 3, 17, '2026-04-06 10:00:00', '2026-04-06 10:15:00'),
(10, 2, 2, 4, NULL, '62071', 'Password', 1, 10, NULL, '2026-04-07 08:00:05', NULL, NULL, NULL, '2026-04-07 08:00:05', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-08 08:30:00', '2026-04-08 08:20:00', '2026-04-08 08:20:00', '2026-04-08 08:00:00', NULL, 1, 2, 4, NULL, NULL, NULL, NULL, NULL, 4, 10, '2026-04-07 08:00:00', '2026-04-08 08:30:00'),
(16, 3, 2, 4, NULL, '62113', 'Receipt', 1, 16, NULL, '2026-04-08 10:30:00', NULL, NULL, NULL, '2026-04-09 10:31:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-09 10:31:00', '2026-04-08 10:30:00', '2026-04-08 10:30:00', '2026-04-08 10:00:00', NULL, 1, 2, 2, NULL, NULL, NULL, NULL, NULL, 1, 16, '2026-04-08 10:00:00', '2026-04-09 10:31:00'),
(11, 2, 2, 6, NULL, '62078', 'Buy now', 1, 10, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-08 12:00:00', NULL, '2026-04-08 12:00:00', NULL, 1, 2, 1, NULL, NULL, NULL, NULL, NULL, 3, 10, '2026-04-08 12:00:00', '2026-04-08 12:05:00'),
(12, 3, 2, 4, NULL, '62085', 'Call to dora', 1, 13, NULL, '2026-04-09 09:00:00', NULL, NULL, NULL, '2026-04-09 12:00:00', NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-09 12:00:00', '2026-04-09 11:30:00', '2026-04-09 11:30:00', '2026-04-09 11:00:00', NULL, 5, 1, 3, NULL, NULL, NULL, NULL, NULL, 4, 4, '2026-04-09 09:00:00', '2026-04-09 12:00:00'),
(13, 2, 3, 3, NULL, '62092', 'Printer offline', 3, 12, NULL, '2026-04-10 08:10:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-10 10:30:00', '2026-04-10 10:30:00', '2026-04-10 10:00:00', '2026-04-10 08:05:00', 1, 2, 4, NULL, '2026-04-17 10:31:00', NULL, NULL, NULL, 3, 12, '2026-04-10 08:00:00', '2026-04-10 10:31:00'),
(14, 4, 2, 9, NULL, '62099', 'Part missing', 1, 17, NULL, '2026-04-11 09:00:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-11 09:00:00', '2026-04-11 09:00:00', '2026-04-11 08:00:00', NULL, 1, 2, 2, NULL, NULL, NULL, NULL, NULL, 3, 17, '2026-04-11 08:00:00', '2026-04-11 09:10:00'),
(15, 2, 2, 1, NULL, '62106', 'Slow portal', 1, 11, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2026-04-19 12:00:00', NULL, '2026-04-19 12:00:00', NULL, 11, 2, 3, NULL, NULL, NULL, NULL, NULL, 1, 11, '2026-04-19 12:00:00', '2026-04-19 12:00:02');

INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, origin_by_id, created_at, updated_at) VALUES
(1, 1, 1, 2, 'Text of the customer', false, 11, 11, NULL, '2025-10-25 22:00:00', '2025-10-25 22:00:00'),
(2, 2, 1, 2, 'Text of the customer', false, 10, 10, NULL, '2025-10-25 23:00:00', '2025-10-25 23:00:00'),
(3, 1, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2025-10-26 00:30:00', '2025-10-26 00:30:00'),
(4, 2, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2025-10-26 02:30:00', '2025-10-26 02:30:00'),
(5, 2, 1, 2, 'Text of the customer', false, 10, 10, NULL, '2025-10-26 03:00:00', '2025-10-26 03:00:00'),
(6, 2, 1, 2, 'Text of the customer', false, 11, 11, NULL, '2025-10-26 03:05:00', '2025-10-26 03:05:00'),
(7, 2, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2025-10-26 03:20:00', '2025-10-26 03:20:00'),
(8, 2, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2025-10-26 03:21:00', '2025-10-26 03:21:00'),
(9, 3, 11, 2, 'Text of the customer', false, 12, 12, NULL, '2026-03-28 23:30:00', '2026-03-28 23:30:00'),
(10, 3, 10, 1, 'Text of the agent', true, 4, 4, NULL, '2026-03-28 23:40:00', '2026-03-28 23:40:00'),
(11, 3, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-03-29 01:30:00', '2026-03-29 01:30:00'),
(12, 3, 1, 2, 'Text of the customer', false, 12, 12, NULL, '2026-03-29 04:00:00', '2026-03-29 04:00:00'),
(13, 4, 1, 2, 'Text of the customer', false, 13, 13, NULL, '2026-04-01 08:00:00', '2026-04-01 08:00:00'),
(14, 4, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-01 09:00:00', '2026-04-01 09:00:00'),
(15, 4, 1, 2, 'Text of the customer', false, 13, 13, NULL, '2026-04-01 09:10:00', '2026-04-01 09:10:00'),
(16, 4, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-01 09:25:00', '2026-04-01 09:25:00'),
(17, 6, 1, 2, 'Text of the customer', false, 14, 14, NULL, '2026-04-02 08:00:00', '2026-04-02 08:00:00'),
(18, 6, 1, 2, 'Text of the customer', false, 14, 14, NULL, '2026-04-02 08:30:00', '2026-04-02 08:30:00'),
(19, 5, 10, 1, 'merged', false, 3, 3, NULL, '2026-04-02 09:00:00', '2026-04-02 09:00:00'),
(20, 6, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-02 09:30:00', '2026-04-02 09:30:00'),
(21, 7, 1, 2, 'Text of the customer', false, 16, 16, NULL, '2026-04-03 07:00:00', '2026-04-03 07:00:00'),
(22, 7, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-03 07:05:00', '2026-04-03 07:05:00'),
(23, 7, 10, 1, 'Text of the agent', true, 3, 3, NULL, '2026-04-03 07:10:00', '2026-04-03 07:10:00'),
(24, 8, 11, 2, 'Text of the customer', false, 15, 15, NULL, '2026-04-03 08:00:00', '2026-04-03 08:00:00'),
(25, 8, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-03 08:45:00', '2026-04-03 08:45:00'),
(26, 9, 11, 2, 'Text of the customer', false, 17, 17, NULL, '2026-04-06 10:00:00', '2026-04-06 10:00:00'),
(27, 10, 1, 2, 'Text of the customer', false, 10, 10, NULL, '2026-04-07 08:00:00', '2026-04-07 08:00:00'),
(28, 10, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-07 08:00:05', '2026-04-07 08:00:05'),
(29, 10, 1, 2, 'Text of the customer', false, 10, 10, NULL, '2026-04-08 08:00:00', '2026-04-08 08:00:00'),
(30, 10, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-08 08:20:00', '2026-04-08 08:20:00'),
(31, 16, 1, 2, 'Text of the customer', false, 16, 16, NULL, '2026-04-08 10:00:00', '2026-04-08 10:00:00'),
(32, 16, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-08 10:30:00', '2026-04-08 10:30:00'),
(33, 11, 1, 2, 'Text of the customer', false, 10, 10, NULL, '2026-04-08 12:00:00', '2026-04-08 12:00:00'),
(34, 12, 5, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-09 09:00:00', '2026-04-09 09:00:00'),
(35, 12, 1, 2, 'Text of the customer', false, 13, 13, NULL, '2026-04-09 11:00:00', '2026-04-09 11:00:00'),
(36, 12, 1, 1, 'Text of the agent', false, 4, 4, NULL, '2026-04-09 11:30:00', '2026-04-09 11:30:00'),
(37, 13, 1, 2, 'Text of the customer', false, 12, 12, NULL, '2026-04-10 08:00:00', '2026-04-10 08:00:00'),
(38, 13, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-10 08:10:00', '2026-04-10 08:10:00'),
(39, 13, 1, 2, 'Text of the customer', false, 12, 12, NULL, '2026-04-10 10:00:00', '2026-04-10 10:00:00'),
(40, 13, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-10 10:30:00', '2026-04-10 10:30:00'),
(41, 14, 1, 2, 'Text of the customer', false, 17, 17, NULL, '2026-04-11 08:00:00', '2026-04-11 08:00:00'),
(42, 14, 1, 1, 'Text of the agent', false, 3, 3, NULL, '2026-04-11 09:00:00', '2026-04-11 09:00:00'),
(43, 7, 1, 2, 'Text of the customer', false, 16, 16, NULL, '2026-04-18 06:00:00', '2026-04-18 06:00:00'),
(44, 15, 11, 2, 'Text of the customer', false, 11, 11, NULL, '2026-04-19 12:00:00', '2026-04-19 12:00:00'),
(45, 15, 10, 3, 'Text of the system', true, 1, 1, NULL, '2026-04-19 12:00:01', '2026-04-19 12:00:01'),
(46, 15, 1, 3, 'Text of the system', false, 1, 1, NULL, '2026-04-19 12:00:02', '2026-04-19 12:00:02');

INSERT INTO histories (id, history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id, id_to, id_from, value_from, value_to, created_by_id, created_at, updated_at) VALUES
(1, 2, 2, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, 11, '2025-10-25 22:00:00', '2025-10-25 22:00:00'),
(2, 2, 3, NULL, 1, 1, 2, NULL, NULL, NULL, NULL, 11, '2025-10-25 22:00:00', '2025-10-25 22:00:00'),
(3, 2, 2, NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, 10, '2025-10-25 23:00:00', '2025-10-25 23:00:00'),
(4, 2, 3, NULL, 2, 2, 2, NULL, NULL, NULL, NULL, 10, '2025-10-25 23:00:00', '2025-10-25 23:00:00'),
(5, 2, 3, NULL, 3, 1, 2, NULL, NULL, NULL, NULL, 3, '2025-10-26 00:30:00', '2025-10-26 00:30:00'),
(6, 1, 2, 4, 1, NULL, NULL, 2, 1, 'new', 'open', 3, '2025-10-26 00:30:00', '2025-10-26 00:30:00'),
(7, 6, 3, NULL, 3, 1, 2, NULL, NULL, NULL, 'ben@customers.example', 3, '2025-10-26 00:30:00', '2025-10-26 00:30:00'),
(8, 2, 3, NULL, 4, 2, 2, NULL, NULL, NULL, NULL, 3, '2025-10-26 02:30:00', '2025-10-26 02:30:00'),
(9, 1, 2, 4, 2, NULL, NULL, 2, 1, 'new', 'open', 3, '2025-10-26 02:30:00', '2025-10-26 02:30:00'),
(10, 6, 3, NULL, 4, 2, 2, NULL, NULL, NULL, 'ann@customers.example', 3, '2025-10-26 02:30:00', '2025-10-26 02:30:00'),
(11, 2, 3, NULL, 5, 2, 2, NULL, NULL, NULL, NULL, 10, '2025-10-26 03:00:00', '2025-10-26 03:00:00'),
(12, 3, 2, NULL, 2, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2025-10-26 03:00:00', '2025-10-26 03:00:00'),
(13, 2, 3, NULL, 6, 2, 2, NULL, NULL, NULL, NULL, 11, '2025-10-26 03:05:00', '2025-10-26 03:05:00'),
(14, 3, 2, NULL, 2, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2025-10-26 03:05:00', '2025-10-26 03:05:00'),
(15, 2, 3, NULL, 7, 2, 2, NULL, NULL, NULL, NULL, 4, '2025-10-26 03:20:00', '2025-10-26 03:20:00'),
(16, 6, 3, NULL, 7, 2, 2, NULL, NULL, NULL, 'ann@customers.example', 4, '2025-10-26 03:20:00', '2025-10-26 03:20:00'),
(17, 2, 3, NULL, 8, 2, 2, NULL, NULL, NULL, NULL, 4, '2025-10-26 03:21:00', '2025-10-26 03:21:00'),
(18, 6, 3, NULL, 8, 2, 2, NULL, NULL, NULL, 'ann@customers.example', 4, '2025-10-26 03:21:00', '2025-10-26 03:21:00'),
(19, 1, 2, 4, 2, NULL, NULL, 4, 2, 'open', 'closed', 4, '2025-10-26 03:30:00', '2025-10-26 03:30:00'),
(20, 1, 2, 4, 1, NULL, NULL, 4, 2, 'open', 'closed', 3, '2025-10-26 07:00:00', '2025-10-26 07:00:00'),
(21, 2, 2, NULL, 3, NULL, NULL, NULL, NULL, NULL, NULL, 12, '2026-03-28 23:30:00', '2026-03-28 23:30:00'),
(22, 2, 3, NULL, 9, 3, 2, NULL, NULL, NULL, NULL, 12, '2026-03-28 23:30:00', '2026-03-28 23:30:00'),
(23, 2, 3, NULL, 10, 3, 2, NULL, NULL, NULL, NULL, 4, '2026-03-28 23:40:00', '2026-03-28 23:40:00'),
(24, 2, 3, NULL, 11, 3, 2, NULL, NULL, NULL, NULL, 4, '2026-03-29 01:30:00', '2026-03-29 01:30:00'),
(25, 1, 2, 4, 3, NULL, NULL, 2, 1, 'new', 'open', 4, '2026-03-29 01:30:00', '2026-03-29 01:30:00'),
(26, 6, 3, NULL, 11, 3, 2, NULL, NULL, NULL, 'cleo@customers.example', 4, '2026-03-29 01:30:00', '2026-03-29 01:30:00'),
(27, 1, 2, 4, 3, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-03-29 02:00:00', '2026-03-29 02:00:00'),
(28, 2, 3, NULL, 12, 3, 2, NULL, NULL, NULL, NULL, 12, '2026-03-29 04:00:00', '2026-03-29 04:00:00'),
(29, 3, 2, NULL, 3, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-03-29 04:00:00', '2026-03-29 04:00:00'),
(30, 1, 2, 4, 3, NULL, NULL, 2, 4, 'closed', 'open', 12, '2026-03-29 04:00:00', '2026-03-29 04:00:00'),
(31, 1, 2, 4, 3, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-03-29 05:00:00', '2026-03-29 05:00:00'),
(32, 2, 2, NULL, 4, NULL, NULL, NULL, NULL, NULL, NULL, 13, '2026-04-01 08:00:00', '2026-04-01 08:00:00'),
(33, 2, 3, NULL, 13, 4, 2, NULL, NULL, NULL, NULL, 13, '2026-04-01 08:00:00', '2026-04-01 08:00:00'),
(34, 1, 2, 1, 4, NULL, NULL, 3, 2, 'Support', 'Billing', 3, '2026-04-01 08:10:00', '2026-04-01 08:10:00'),
(35, 2, 3, NULL, 14, 4, 2, NULL, NULL, NULL, NULL, 4, '2026-04-01 09:00:00', '2026-04-01 09:00:00'),
(36, 1, 2, 4, 4, NULL, NULL, 2, 1, 'new', 'open', 4, '2026-04-01 09:00:00', '2026-04-01 09:00:00'),
(37, 6, 3, NULL, 14, 4, 2, NULL, NULL, NULL, 'dora@customers.example', 4, '2026-04-01 09:00:00', '2026-04-01 09:00:00'),
(38, 2, 3, NULL, 15, 4, 2, NULL, NULL, NULL, NULL, 13, '2026-04-01 09:10:00', '2026-04-01 09:10:00'),
(39, 3, 2, NULL, 4, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-01 09:10:00', '2026-04-01 09:10:00'),
(40, 1, 2, 1, 4, NULL, NULL, 2, 3, 'Billing', 'Support', 4, '2026-04-01 09:20:00', '2026-04-01 09:20:00'),
(41, 2, 3, NULL, 16, 4, 2, NULL, NULL, NULL, NULL, 3, '2026-04-01 09:25:00', '2026-04-01 09:25:00'),
(42, 6, 3, NULL, 16, 4, 2, NULL, NULL, NULL, 'dora@customers.example', 3, '2026-04-01 09:25:00', '2026-04-01 09:25:00'),
(43, 1, 2, 1, 4, NULL, NULL, 3, 2, 'Support', 'Billing', 3, '2026-04-01 09:30:00', '2026-04-01 09:30:00'),
(44, 1, 2, 4, 4, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-04-01 10:00:00', '2026-04-01 10:00:00'),
(45, 2, 2, NULL, 5, NULL, NULL, NULL, NULL, NULL, NULL, 14, '2026-04-02 08:00:00', '2026-04-02 08:00:00'),
(46, 2, 3, NULL, 17, 5, 2, NULL, NULL, NULL, NULL, 14, '2026-04-02 08:00:00', '2026-04-02 08:00:00'),
(47, 2, 2, NULL, 6, NULL, NULL, NULL, NULL, NULL, NULL, 14, '2026-04-02 08:30:00', '2026-04-02 08:30:00'),
(48, 2, 3, NULL, 18, 6, 2, NULL, NULL, NULL, NULL, 14, '2026-04-02 08:30:00', '2026-04-02 08:30:00'),
(49, 5, 2, NULL, 6, NULL, NULL, 6, 5, NULL, NULL, 3, '2026-04-02 09:00:00', '2026-04-02 09:00:00'),
(50, 4, 2, NULL, 5, NULL, NULL, 6, 5, NULL, NULL, 3, '2026-04-02 09:00:00', '2026-04-02 09:00:00'),
(51, 2, 3, NULL, 19, 5, 2, NULL, NULL, NULL, NULL, 3, '2026-04-02 09:00:00', '2026-04-02 09:00:00'),
(52, 1, 2, 4, 5, NULL, NULL, 5, 1, 'new', 'merged', 3, '2026-04-02 09:00:00', '2026-04-02 09:00:00'),
(53, 2, 3, NULL, 20, 6, 2, NULL, NULL, NULL, NULL, 3, '2026-04-02 09:30:00', '2026-04-02 09:30:00'),
(54, 1, 2, 4, 6, NULL, NULL, 2, 1, 'new', 'open', 3, '2026-04-02 09:30:00', '2026-04-02 09:30:00'),
(55, 6, 3, NULL, 20, 6, 2, NULL, NULL, NULL, 'emil@customers.example', 3, '2026-04-02 09:30:00', '2026-04-02 09:30:00'),
(56, 1, 2, 4, 6, NULL, NULL, 4, 2, 'open', 'closed', 3, '2026-04-02 10:00:00', '2026-04-02 10:00:00'),
(57, 2, 2, NULL, 7, NULL, NULL, NULL, NULL, NULL, NULL, 16, '2026-04-03 07:00:00', '2026-04-03 07:00:00'),
(58, 2, 3, NULL, 21, 7, 2, NULL, NULL, NULL, NULL, 16, '2026-04-03 07:00:00', '2026-04-03 07:00:00'),
(59, 1, 2, 2, 7, NULL, NULL, 4, 1, '-', 'Lou Lind', 3, '2026-04-03 07:02:00', '2026-04-03 07:02:00'),
(60, 2, 3, NULL, 22, 7, 2, NULL, NULL, NULL, NULL, 4, '2026-04-03 07:05:00', '2026-04-03 07:05:00'),
(61, 1, 2, 4, 7, NULL, NULL, 2, 1, 'new', 'open', 4, '2026-04-03 07:05:00', '2026-04-03 07:05:00'),
(62, 6, 3, NULL, 22, 7, 2, NULL, NULL, NULL, 'gus@customers.example', 4, '2026-04-03 07:05:00', '2026-04-03 07:05:00'),
(63, 2, 3, NULL, 23, 7, 2, NULL, NULL, NULL, NULL, 3, '2026-04-03 07:10:00', '2026-04-03 07:10:00'),
(64, 1, 2, 3, 7, NULL, NULL, 3, 2, '2 normal', '3 high', 3, '2026-04-03 07:30:00', '2026-04-03 07:30:00'),
(65, 2, 2, NULL, 8, NULL, NULL, NULL, NULL, NULL, NULL, 15, '2026-04-03 08:00:00', '2026-04-03 08:00:00'),
(66, 2, 3, NULL, 24, 8, 2, NULL, NULL, NULL, NULL, 15, '2026-04-03 08:00:00', '2026-04-03 08:00:00'),
(67, 7, 2, 6, 8, NULL, NULL, NULL, NULL, NULL, 'Ticket#62029', 3, '2026-04-03 08:30:00', '2026-04-03 08:30:00'),
(68, 7, 2, 6, 4, NULL, NULL, NULL, NULL, NULL, 'Ticket#62057', 3, '2026-04-03 08:30:00', '2026-04-03 08:30:00'),
(69, 2, 3, NULL, 25, 8, 2, NULL, NULL, NULL, NULL, 3, '2026-04-03 08:45:00', '2026-04-03 08:45:00'),
(70, 1, 2, 4, 8, NULL, NULL, 2, 1, 'new', 'open', 3, '2026-04-03 08:45:00', '2026-04-03 08:45:00'),
(71, 6, 3, NULL, 25, 8, 2, NULL, NULL, NULL, 'fay@customers.example', 3, '2026-04-03 08:45:00', '2026-04-03 08:45:00'),
(72, 1, 2, 4, 8, NULL, NULL, 8, 2, 'open', 'waiting for vendor', 3, '2026-04-03 08:50:00', '2026-04-03 08:50:00'),
(73, 1, 2, 5, 8, NULL, NULL, NULL, NULL, NULL, '2026-04-10 08:50:00 UTC', 3, '2026-04-03 08:50:00', '2026-04-03 08:50:00'),
(74, 1, 2, 4, 8, NULL, NULL, 4, 8, 'waiting for vendor', 'closed', 3, '2026-04-03 09:00:00', '2026-04-03 09:00:00'),
(75, 2, 2, NULL, 9, NULL, NULL, NULL, NULL, NULL, NULL, 17, '2026-04-06 10:00:00', '2026-04-06 10:00:00'),
(76, 2, 3, NULL, 26, 9, 2, NULL, NULL, NULL, NULL, 17, '2026-04-06 10:00:00', '2026-04-06 10:00:00'),
(77, 1, 2, 4, 9, NULL, NULL, 4, 1, 'new', 'closed', 3, '2026-04-06 10:15:00', '2026-04-06 10:15:00'),
(78, 2, 2, NULL, 10, NULL, NULL, NULL, NULL, NULL, NULL, 10, '2026-04-07 08:00:00', '2026-04-07 08:00:00'),
(79, 2, 3, NULL, 27, 10, 2, NULL, NULL, NULL, NULL, 10, '2026-04-07 08:00:00', '2026-04-07 08:00:00'),
(80, 2, 3, NULL, 28, 10, 2, NULL, NULL, NULL, NULL, 3, '2026-04-07 08:00:05', '2026-04-07 08:00:05'),
(81, 1, 2, 4, 10, NULL, NULL, 4, 1, 'new', 'closed', 3, '2026-04-07 08:00:05', '2026-04-07 08:00:05'),
(82, 6, 3, NULL, 28, 10, 2, NULL, NULL, NULL, 'ann@customers.example', 3, '2026-04-07 08:00:05', '2026-04-07 08:00:05'),
(83, 1, 1, 8, 10, NULL, NULL, NULL, NULL, 'Old', 'New', 3, '2026-04-07 09:00:00', '2026-04-07 09:00:00'),
(84, 2, 3, NULL, 29, 10, 2, NULL, NULL, NULL, NULL, 10, '2026-04-08 08:00:00', '2026-04-08 08:00:00'),
(85, 3, 2, NULL, 10, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-08 08:00:00', '2026-04-08 08:00:00'),
(86, 1, 2, 4, 10, NULL, NULL, 2, 4, 'closed', 'open', 10, '2026-04-08 08:00:00', '2026-04-08 08:00:00'),
(87, 2, 3, NULL, 30, 10, 2, NULL, NULL, NULL, NULL, 4, '2026-04-08 08:20:00', '2026-04-08 08:20:00'),
(88, 6, 3, NULL, 30, 10, 2, NULL, NULL, NULL, 'ann@customers.example', 4, '2026-04-08 08:20:00', '2026-04-08 08:20:00'),
(89, 1, 2, 4, 10, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-04-08 08:30:00', '2026-04-08 08:30:00'),
(90, 2, 2, NULL, 16, NULL, NULL, NULL, NULL, NULL, NULL, 16, '2026-04-08 10:00:00', '2026-04-08 10:00:00'),
(91, 2, 3, NULL, 31, 16, 2, NULL, NULL, NULL, NULL, 16, '2026-04-08 10:00:00', '2026-04-08 10:00:00'),
(92, 2, 3, NULL, 32, 16, 2, NULL, NULL, NULL, NULL, 3, '2026-04-08 10:30:00', '2026-04-08 10:30:00'),
(93, 1, 2, 4, 16, NULL, NULL, 2, 1, 'new', 'open', 3, '2026-04-08 10:30:00', '2026-04-08 10:30:00'),
(94, 6, 3, NULL, 32, 16, 2, NULL, NULL, NULL, 'gus@customers.example', 3, '2026-04-08 10:30:00', '2026-04-08 10:30:00'),
(95, 1, 2, 4, 16, NULL, NULL, 3, 2, 'open', 'pending reminder', 3, '2026-04-08 10:31:00', '2026-04-08 10:31:00'),
(96, 1, 2, 5, 16, NULL, NULL, NULL, NULL, NULL, '2026-04-15 10:31:00 UTC', 3, '2026-04-08 10:31:00', '2026-04-08 10:31:00'),
(97, 2, 2, NULL, 11, NULL, NULL, NULL, NULL, NULL, NULL, 10, '2026-04-08 12:00:00', '2026-04-08 12:00:00'),
(98, 2, 3, NULL, 33, 11, 2, NULL, NULL, NULL, NULL, 10, '2026-04-08 12:00:00', '2026-04-08 12:00:00'),
(99, 1, 2, 4, 11, NULL, NULL, 6, 1, 'new', 'removed', 3, '2026-04-08 12:05:00', '2026-04-08 12:05:00'),
(100, 2, 2, NULL, 12, NULL, NULL, NULL, NULL, NULL, NULL, 4, '2026-04-09 09:00:00', '2026-04-09 09:00:00'),
(101, 2, 3, NULL, 34, 12, 2, NULL, NULL, NULL, NULL, 4, '2026-04-09 09:00:00', '2026-04-09 09:00:00'),
(102, 1, 2, 4, 16, NULL, NULL, 4, 3, 'pending reminder', 'closed', 1, '2026-04-09 10:31:00', '2026-04-09 10:31:00'),
(103, 2, 3, NULL, 35, 12, 2, NULL, NULL, NULL, NULL, 13, '2026-04-09 11:00:00', '2026-04-09 11:00:00'),
(104, 3, 2, NULL, 12, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-09 11:00:00', '2026-04-09 11:00:00'),
(105, 2, 3, NULL, 36, 12, 2, NULL, NULL, NULL, NULL, 4, '2026-04-09 11:30:00', '2026-04-09 11:30:00'),
(106, 1, 2, 4, 12, NULL, NULL, 2, 1, 'new', 'open', 4, '2026-04-09 11:30:00', '2026-04-09 11:30:00'),
(107, 6, 3, NULL, 36, 12, 2, NULL, NULL, NULL, 'dora@customers.example', 4, '2026-04-09 11:30:00', '2026-04-09 11:30:00'),
(108, 1, 2, 4, 12, NULL, NULL, 4, 2, 'open', 'closed', 4, '2026-04-09 12:00:00', '2026-04-09 12:00:00'),
(109, 2, 2, NULL, 13, NULL, NULL, NULL, NULL, NULL, NULL, 12, '2026-04-10 08:00:00', '2026-04-10 08:00:00'),
(110, 2, 3, NULL, 37, 13, 2, NULL, NULL, NULL, NULL, 12, '2026-04-10 08:00:00', '2026-04-10 08:00:00'),
(111, 1, 2, 2, 13, NULL, NULL, 3, 1, '-', 'Kim Kern', 3, '2026-04-10 08:05:00', '2026-04-10 08:05:00'),
(112, 2, 3, NULL, 38, 13, 2, NULL, NULL, NULL, NULL, 3, '2026-04-10 08:10:00', '2026-04-10 08:10:00'),
(113, 1, 2, 4, 13, NULL, NULL, 2, 1, 'new', 'open', 3, '2026-04-10 08:10:00', '2026-04-10 08:10:00'),
(114, 6, 3, NULL, 38, 13, 2, NULL, NULL, NULL, 'cleo@customers.example', 3, '2026-04-10 08:10:00', '2026-04-10 08:10:00'),
(115, 1, 2, 4, 13, NULL, NULL, 3, 2, 'open', 'pending reminder', 3, '2026-04-10 08:15:00', '2026-04-10 08:15:00'),
(116, 1, 2, 5, 13, NULL, NULL, NULL, NULL, NULL, '2026-04-17 08:15:00 UTC', 3, '2026-04-10 08:15:00', '2026-04-10 08:15:00'),
(117, 2, 3, NULL, 39, 13, 2, NULL, NULL, NULL, NULL, 12, '2026-04-10 10:00:00', '2026-04-10 10:00:00'),
(118, 3, 2, NULL, 13, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-10 10:00:00', '2026-04-10 10:00:00'),
(119, 1, 2, 4, 13, NULL, NULL, 2, 3, 'pending reminder', 'open', 12, '2026-04-10 10:00:00', '2026-04-10 10:00:00'),
(120, 2, 3, NULL, 40, 13, 2, NULL, NULL, NULL, NULL, 3, '2026-04-10 10:30:00', '2026-04-10 10:30:00'),
(121, 6, 3, NULL, 40, 13, 2, NULL, NULL, NULL, 'cleo@customers.example', 3, '2026-04-10 10:30:00', '2026-04-10 10:30:00'),
(122, 1, 2, 4, 13, NULL, NULL, 3, 2, 'open', 'pending reminder', 3, '2026-04-10 10:31:00', '2026-04-10 10:31:00'),
(123, 1, 2, 5, 13, NULL, NULL, NULL, NULL, NULL, '2026-04-17 10:31:00 UTC', 3, '2026-04-10 10:31:00', '2026-04-10 10:31:00'),
(124, 1, 1, 8, 13, NULL, NULL, NULL, NULL, 'Old', 'New', 3, '2026-04-11 07:00:00', '2026-04-11 07:00:00'),
(125, 2, 2, NULL, 14, NULL, NULL, NULL, NULL, NULL, NULL, 17, '2026-04-11 08:00:00', '2026-04-11 08:00:00'),
(126, 2, 3, NULL, 41, 14, 2, NULL, NULL, NULL, NULL, 17, '2026-04-11 08:00:00', '2026-04-11 08:00:00'),
(127, 2, 3, NULL, 42, 14, 2, NULL, NULL, NULL, NULL, 3, '2026-04-11 09:00:00', '2026-04-11 09:00:00'),
(128, 1, 2, 4, 14, NULL, NULL, 2, 1, 'new', 'open', 3, '2026-04-11 09:00:00', '2026-04-11 09:00:00'),
(129, 6, 3, NULL, 42, 14, 2, NULL, NULL, NULL, 'hana@customers.example', 3, '2026-04-11 09:00:00', '2026-04-11 09:00:00'),
(130, 1, 2, 4, 14, NULL, NULL, 9, 2, 'open', 'parked', 3, '2026-04-11 09:10:00', '2026-04-11 09:10:00'),
(131, 2, 3, NULL, 43, 7, 2, NULL, NULL, NULL, NULL, 16, '2026-04-18 06:00:00', '2026-04-18 06:00:00'),
(132, 3, 2, NULL, 7, NULL, NULL, NULL, NULL, NULL, 'kim@desk.example(update:online,email)', 1, '2026-04-18 06:00:00', '2026-04-18 06:00:00'),
(133, 2, 2, NULL, 15, NULL, NULL, NULL, NULL, NULL, NULL, 11, '2026-04-19 12:00:00', '2026-04-19 12:00:00'),
(134, 2, 3, NULL, 44, 15, 2, NULL, NULL, NULL, NULL, 11, '2026-04-19 12:00:00', '2026-04-19 12:00:00'),
(135, 2, 3, NULL, 45, 15, 2, NULL, NULL, NULL, NULL, 1, '2026-04-19 12:00:01', '2026-04-19 12:00:01'),
(136, 2, 3, NULL, 46, 15, 2, NULL, NULL, NULL, NULL, 1, '2026-04-19 12:00:02', '2026-04-19 12:00:02'),
(137, 6, 3, NULL, 46, 15, 2, NULL, NULL, NULL, 'ben@customers.example', 1, '2026-04-19 12:00:02', '2026-04-19 12:00:02');
