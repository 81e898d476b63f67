-- A small desk as Chatwoot 4 stores it, for PostgreSQL. The story is told in README.md beside this file.
-- Timestamps hold UTC. Account 1 is the desk, account 2 another tenant.
CREATE SEQUENCE account_users_id_seq;
CREATE TABLE account_users (
  id bigint DEFAULT nextval('account_users_id_seq') NOT NULL PRIMARY KEY,
  account_id bigint,
  user_id bigint,
  role integer DEFAULT 0,
  active_at timestamp without time zone,
  availability integer DEFAULT 0 NOT NULL,
  auto_offline boolean DEFAULT true NOT NULL
);

CREATE SEQUENCE accounts_id_seq AS integer;
CREATE TABLE accounts (
  id integer DEFAULT nextval('accounts_id_seq') NOT NULL PRIMARY KEY,
  name character varying NOT NULL,
  created_at timestamp without time zone DEFAULT now() NOT NULL,
  updated_at timestamp without time zone DEFAULT now() NOT NULL
);

CREATE SEQUENCE applied_slas_id_seq;
CREATE TABLE applied_slas (
  id bigint DEFAULT nextval('applied_slas_id_seq') NOT NULL PRIMARY KEY,
  account_id bigint NOT NULL,
  sla_policy_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  created_at timestamp(6) without time zone NOT NULL,
  updated_at timestamp(6) without time zone NOT NULL,
  sla_status integer DEFAULT 0
);

CREATE SEQUENCE conversations_id_seq AS integer;
CREATE TABLE conversations (
  id integer DEFAULT nextval('conversations_id_seq') NOT NULL PRIMARY KEY,
  account_id integer NOT NULL,
  inbox_id integer NOT NULL,
  status integer DEFAULT 0 NOT NULL,
  assignee_id integer,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL,
  contact_id bigint,
  display_id integer NOT NULL,
  contact_last_seen_at timestamp without time zone,
  agent_last_seen_at timestamp without time zone,
  additional_attributes jsonb DEFAULT '{}'::jsonb,
  uuid uuid DEFAULT gen_random_uuid() NOT NULL,
  last_activity_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  team_id bigint,
  campaign_id bigint,
  snoozed_until timestamp without time zone,
  custom_attributes jsonb DEFAULT '{}'::jsonb,
  first_reply_created_at timestamp without time zone,
  priority integer,
  sla_policy_id bigint,
  waiting_since timestamp(6) without time zone,
  cached_label_list text
);
CREATE UNIQUE INDEX index_conversations_on_account_id_and_display_id ON conversations (account_id, display_id);
CREATE INDEX index_conversations_on_first_reply_created_at ON conversations (first_reply_created_at);
CREATE INDEX index_conversations_on_id_and_account_id ON conversations (account_id, id);
CREATE INDEX index_conversations_on_status_and_account_id ON conversations (status, account_id);
CREATE INDEX index_conversations_on_waiting_since ON conversations (waiting_since);

CREATE SEQUENCE csat_survey_responses_id_seq;
CREATE TABLE csat_survey_responses (
  id bigint DEFAULT nextval('csat_survey_responses_id_seq') NOT NULL PRIMARY KEY,
  account_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  message_id bigint NOT NULL UNIQUE,
  rating integer NOT NULL,
  feedback_message text,
  contact_id bigint NOT NULL,
  assigned_agent_id bigint,
  created_at timestamp(6) without time zone NOT NULL,
  updated_at timestamp(6) without time zone NOT NULL
);

CREATE SEQUENCE inboxes_id_seq AS integer;
CREATE TABLE inboxes (
  id integer DEFAULT nextval('inboxes_id_seq') NOT NULL PRIMARY KEY,
  channel_id integer NOT NULL,
  account_id integer NOT NULL,
  name character varying NOT NULL,
  channel_type character varying,
  csat_survey_enabled boolean DEFAULT false,
  timezone character varying DEFAULT 'UTC'::character varying
);

CREATE SEQUENCE messages_id_seq AS integer;
CREATE TABLE messages (
  id integer DEFAULT nextval('messages_id_seq') NOT NULL PRIMARY KEY,
  content text,
  account_id integer NOT NULL,
  inbox_id integer NOT NULL,
  conversation_id integer NOT NULL,
  message_type integer NOT NULL,
  created_at timestamp without time zone NOT NULL,
  updated_at timestamp without time zone NOT NULL,
  private boolean DEFAULT false NOT NULL,
  status integer DEFAULT 0,
  source_id character varying,
  content_type integer DEFAULT 0 NOT NULL,
  content_attributes json DEFAULT '{}'::json,
  sender_type character varying,
  sender_id bigint,
  additional_attributes jsonb DEFAULT '{}'::jsonb
);
CREATE INDEX index_messages_on_account_created_type ON messages (account_id, created_at, message_type);
CREATE INDEX index_messages_on_conversation_account_type_created ON messages (conversation_id, account_id, message_type, created_at);
CREATE INDEX index_messages_on_created_at ON messages (created_at);

CREATE SEQUENCE reporting_events_id_seq;
CREATE TABLE reporting_events (
  id bigint DEFAULT nextval('reporting_events_id_seq') NOT NULL PRIMARY KEY,
  name character varying,
  value double precision,
  account_id integer,
  inbox_id integer,
  user_id integer,
  conversation_id integer,
  created_at timestamp(6) without time zone NOT NULL,
  updated_at timestamp(6) without time zone NOT NULL,
  value_in_business_hours double precision,
  event_start_time timestamp without time zone,
  event_end_time timestamp without time zone
);
CREATE INDEX index_reporting_events_on_conversation_id ON reporting_events (conversation_id);
CREATE INDEX index_reporting_events_on_created_at ON reporting_events (created_at);
CREATE INDEX reporting_events__account_id__name__created_at ON reporting_events (account_id, name, created_at);

CREATE SEQUENCE sla_policies_id_seq;
CREATE TABLE sla_policies (
  id bigint DEFAULT nextval('sla_policies_id_seq') NOT NULL PRIMARY KEY,
  name character varying NOT NULL,
  first_response_time_threshold double precision,
  next_response_time_threshold double precision,
  only_during_business_hours boolean DEFAULT false,
  account_id bigint NOT NULL,
  resolution_time_threshold double precision
);

CREATE SEQUENCE teams_id_seq;
CREATE TABLE teams (
  id bigint DEFAULT nextval('teams_id_seq') NOT NULL PRIMARY KEY,
  name character varying NOT NULL,
  account_id bigint NOT NULL
);

CREATE SEQUENCE users_id_seq AS integer;
CREATE TABLE users (
  id integer DEFAULT nextval('users_id_seq') NOT NULL PRIMARY KEY,
  name character varying NOT NULL,
  email character varying,
  availability integer DEFAULT 0,
  type character varying
);

INSERT INTO accounts (id, name, created_at, updated_at) VALUES
(1, 'Desk', '2025-10-01 08:00:00', '2025-10-01 08:00:00'),
(2, 'Globex', '2025-10-01 08:00:00', '2025-10-01 08:00:00');
INSERT INTO users (id, name, email, availability, type) VALUES
(20, 'Kim', 'kim@desk.example', 0, NULL),
(21, 'Lou', 'lou@desk.example', 0, NULL),
(22, 'Max', 'max@globex.example', 0, NULL);
INSERT INTO account_users (id, account_id, user_id, role, active_at, availability, auto_offline) VALUES
(1, 1, 20, 0, NULL, 0, true),
(2, 1, 21, 1, NULL, 2, true),
(3, 2, 22, 0, NULL, 0, true),
(4, 2, 20, 0, NULL, 1, true);
INSERT INTO teams (id, name, account_id) VALUES
(1, 'support', 1),
(2, 'billing', 1),
(3, 'field', 1),
(4, 'support', 2);
INSERT INTO inboxes (id, channel_id, account_id, name, channel_type, csat_survey_enabled, timezone) VALUES
(1, 1, 1, 'Mail', 'Channel::Email', false, 'UTC'),
(2, 1, 1, 'Website', 'Channel::WebWidget', false, 'UTC'),
(3, 1, 1, 'WhatsApp', 'Channel::Whatsapp', true, 'UTC'),
(4, 2, 2, 'Mail', 'Channel::Email', true, 'UTC');

INSERT INTO conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, contact_last_seen_at, agent_last_seen_at, additional_attributes, uuid, last_activity_at, team_id, campaign_id, snoozed_until, custom_attributes, first_reply_created_at, priority, sla_policy_id, waiting_since, cached_label_list) VALUES
(101, 1, 1, 1, 20, '2025-10-25 22:00:00', '2025-10-26 07:00:00', 31, 1, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000101', '2025-10-26 00:30:00', 3, NULL, NULL, '{}', '2025-10-26 00:30:00', 0, NULL, NULL, NULL),
(102, 1, 1, 1, 21, '2025-10-25 23:00:00', '2025-10-26 03:30:00', 30, 2, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000102', '2025-10-26 03:21:00', 1, NULL, NULL, '{}', '2025-10-26 02:30:00', NULL, NULL, NULL, NULL),
(103, 1, 2, 1, 21, '2026-03-28 23:30:00', '2026-03-29 05:00:00', 32, 3, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000103', '2026-03-29 04:00:00', 1, NULL, NULL, '{}', '2026-03-29 01:30:00', 2, NULL, NULL, NULL),
(104, 1, 3, 1, 21, '2026-04-01 08:00:00', '2026-04-01 10:00:00', 33, 4, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000104', '2026-04-01 10:00:00', 2, NULL, NULL, '{}', '2026-04-01 09:00:00', 1, NULL, NULL, NULL),
(105, 1, 1, 1, NULL, '2026-04-02 08:00:00', '2026-04-03 08:00:00', 34, 5, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000105', '2026-04-02 08:00:00', 1, NULL, NULL, '{}', NULL, NULL, NULL, NULL, NULL),
(151, 2, 4, 1, 22, '2026-04-02 08:00:00', '2026-04-02 09:30:00', 60, 1, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000151', '2026-04-02 09:30:00', 4, NULL, NULL, '{}', '2026-04-02 09:00:00', 2, NULL, NULL, NULL),
(106, 1, 1, 1, 20, '2026-04-02 08:30:00', '2026-04-02 10:00:00', 38, 6, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000106', '2026-04-02 09:30:00', 1, NULL, NULL, '{}', '2026-04-02 09:30:00', 1, NULL, NULL, NULL),
(107, 1, 1, 0, 21, '2026-04-03 07:00:00', '2026-04-03 07:05:00', 36, 7, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000107', '2026-04-18 06:00:00', 2, NULL, NULL, '{}', '2026-04-03 07:05:00', 3, NULL, '2026-04-18 06:00:00', NULL),
(108, 1, 3, 1, 20, '2026-04-03 08:00:00', '2026-04-03 09:00:00', 35, 8, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000108', '2026-04-03 09:00:00', 2, NULL, NULL, '{}', '2026-04-03 08:45:00', 1, NULL, NULL, NULL),
(109, 1, 2, 1, 20, '2026-04-06 10:00:00', '2026-04-06 10:15:00', 37, 9, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000109', '2026-04-06 10:00:00', 3, NULL, NULL, '{}', NULL, 0, NULL, NULL, NULL),
(110, 1, 1, 1, 21, '2026-04-07 08:00:00', '2026-04-08 08:30:00', 30, 10, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000110', '2026-04-08 08:20:00', 1, NULL, NULL, '{}', '2026-04-07 08:00:05', NULL, NULL, NULL, NULL),
(112, 1, 1, 1, 21, '2026-04-09 09:00:00', '2026-04-09 12:00:00', 33, 12, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000112', '2026-04-09 11:30:00', 2, NULL, NULL, '{}', '2026-04-09 09:00:00', 1, NULL, NULL, NULL),
(113, 1, 1, 2, 20, '2026-04-10 08:00:00', '2026-04-10 10:30:00', 32, 13, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000113', '2026-04-10 10:30:00', 1, NULL, NULL, '{}', '2026-04-10 08:10:00', 2, NULL, NULL, NULL),
(114, 1, 1, 4, NULL, '2026-04-11 08:00:00', '2026-04-11 09:10:00', 37, 14, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000114', '2026-04-11 09:00:00', 3, NULL, NULL, '{}', '2026-04-11 09:00:00', 1, NULL, NULL, NULL),
(152, 2, 4, 0, 20, '2026-04-12 08:00:00', '2026-04-12 08:30:00', 61, 2, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000152', '2026-04-12 08:30:00', 4, NULL, NULL, '{}', '2026-04-12 08:30:00', 2, NULL, NULL, NULL),
(115, 1, 2, 0, NULL, '2026-04-19 12:00:00', '2026-04-19 12:00:00', 31, 15, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000115', '2026-04-19 12:00:02', 1, NULL, NULL, '{}', NULL, NULL, NULL, '2026-04-19 12:00:00', NULL),
(153, 2, 4, 0, NULL, '2026-04-19 13:00:00', '2026-04-19 13:00:00', 60, 3, NULL, NULL, '{}', '00000000-0000-4000-8000-000000000153', '2026-04-19 13:00:00', 4, NULL, NULL, '{}', NULL, 2, NULL, '2026-04-19 13:00:00', NULL);

INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, status, source_id, content_type, content_attributes, sender_type, sender_id, additional_attributes) VALUES
(1, 'Text of the customer', 1, 1, 101, 0, '2025-10-25 22:00:00', '2025-10-25 22:00:00', false, 0, NULL, 8, '{}', 'Contact', 31, '{}'),
(2, 'Text of the customer', 1, 1, 102, 0, '2025-10-25 23:00:00', '2025-10-25 23:00:00', false, 0, NULL, 8, '{}', 'Contact', 30, '{}'),
(3, 'Text of the agent', 1, 1, 101, 1, '2025-10-26 00:30:00', '2025-10-26 00:30:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(4, 'Kim self-assigned this conversation', 1, 1, 101, 2, '2025-10-26 00:30:00', '2025-10-26 00:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(5, 'Text of the agent', 1, 1, 102, 1, '2025-10-26 02:30:00', '2025-10-26 02:30:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(6, 'Kim self-assigned this conversation', 1, 1, 102, 2, '2025-10-26 02:30:00', '2025-10-26 02:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(7, 'Text of the customer', 1, 1, 102, 0, '2025-10-26 03:00:00', '2025-10-26 03:00:00', false, 0, NULL, 8, '{}', 'Contact', 30, '{}'),
(8, 'Text of the customer', 1, 1, 102, 0, '2025-10-26 03:05:00', '2025-10-26 03:05:00', false, 0, NULL, 8, '{}', 'Contact', 30, '{}'),
(9, 'Text of the agent', 1, 1, 102, 1, '2025-10-26 03:20:00', '2025-10-26 03:20:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(10, 'Text of the agent', 1, 1, 102, 1, '2025-10-26 03:21:00', '2025-10-26 03:21:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(11, 'Lou self-assigned this conversation', 1, 1, 102, 2, '2025-10-26 03:30:00', '2025-10-26 03:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(12, 'Conversation was marked resolved by Lou', 1, 1, 102, 2, '2025-10-26 03:30:00', '2025-10-26 03:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(13, 'Conversation was marked resolved by Kim', 1, 1, 101, 2, '2025-10-26 07:00:00', '2025-10-26 07:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(14, 'Text of the customer', 1, 2, 103, 0, '2026-03-28 23:30:00', '2026-03-28 23:30:00', false, 0, NULL, 0, '{}', 'Contact', 32, '{}'),
(15, 'Note of the agent', 1, 2, 103, 1, '2026-03-28 23:40:00', '2026-03-28 23:40:00', true, 0, NULL, 0, '{}', 'User', 21, '{}'),
(16, 'Text of the agent', 1, 2, 103, 1, '2026-03-29 01:30:00', '2026-03-29 01:30:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(17, 'Lou self-assigned this conversation', 1, 2, 103, 2, '2026-03-29 01:30:00', '2026-03-29 01:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(18, 'Conversation was marked resolved by Lou', 1, 2, 103, 2, '2026-03-29 02:00:00', '2026-03-29 02:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(19, 'Text of the customer', 1, 2, 103, 0, '2026-03-29 04:00:00', '2026-03-29 04:00:00', false, 0, NULL, 0, '{}', 'Contact', 32, '{}'),
(20, 'Conversation was reopened by Cleo Clay', 1, 2, 103, 2, '2026-03-29 04:00:00', '2026-03-29 04:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(21, 'Conversation was marked resolved by Lou', 1, 2, 103, 2, '2026-03-29 05:00:00', '2026-03-29 05:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(22, 'Text of the customer', 1, 3, 104, 0, '2026-04-01 08:00:00', '2026-04-01 08:00:00', false, 0, NULL, 0, '{}', 'Contact', 33, '{}'),
(23, 'Text of the agent', 1, 3, 104, 1, '2026-04-01 09:00:00', '2026-04-01 09:00:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(24, 'Lou self-assigned this conversation', 1, 3, 104, 2, '2026-04-01 09:00:00', '2026-04-01 09:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(25, 'Text of the customer', 1, 3, 104, 0, '2026-04-01 09:10:00', '2026-04-01 09:10:00', false, 0, NULL, 0, '{}', 'Contact', 33, '{}'),
(26, 'Text of the agent', 1, 3, 104, 1, '2026-04-01 09:25:00', '2026-04-01 09:25:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(27, 'Conversation was marked resolved by Lou', 1, 3, 104, 2, '2026-04-01 10:00:00', '2026-04-01 10:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(28, 'Please rate this conversation', 1, 3, 104, 3, '2026-04-01 10:00:00', '2026-04-01 10:00:00', false, 0, NULL, 9, '{}', NULL, NULL, '{}'),
(29, 'Text of the customer', 1, 1, 105, 0, '2026-04-02 08:00:00', '2026-04-02 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 34, '{}'),
(30, 'Text of the customer', 2, 4, 151, 0, '2026-04-02 08:00:00', '2026-04-02 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 60, '{}'),
(31, 'Text of the customer', 1, 1, 106, 0, '2026-04-02 08:30:00', '2026-04-02 08:30:00', false, 0, NULL, 8, '{}', 'Contact', 38, '{}'),
(32, 'Text of the agent', 2, 4, 151, 1, '2026-04-02 09:00:00', '2026-04-02 09:00:00', false, 0, NULL, 0, '{}', 'User', 22, '{}'),
(33, 'Max self-assigned this conversation', 2, 4, 151, 2, '2026-04-02 09:00:00', '2026-04-02 09:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(34, 'Text of the agent', 1, 1, 106, 1, '2026-04-02 09:30:00', '2026-04-02 09:30:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(35, 'Kim self-assigned this conversation', 1, 1, 106, 2, '2026-04-02 09:30:00', '2026-04-02 09:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(36, 'Conversation was marked resolved by Max', 2, 4, 151, 2, '2026-04-02 09:30:00', '2026-04-02 09:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(37, 'Please rate this conversation', 2, 4, 151, 3, '2026-04-02 09:30:00', '2026-04-02 09:30:00', false, 0, NULL, 9, '{}', NULL, NULL, '{}'),
(38, 'Conversation was marked resolved by Kim', 1, 1, 106, 2, '2026-04-02 10:00:00', '2026-04-02 10:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(39, 'Text of the customer', 1, 1, 107, 0, '2026-04-03 07:00:00', '2026-04-03 07:00:00', false, 0, NULL, 8, '{}', 'Contact', 36, '{}'),
(40, 'Assigned to Lou by Kim', 1, 1, 107, 2, '2026-04-03 07:02:00', '2026-04-03 07:02:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(41, 'Text of the agent', 1, 1, 107, 1, '2026-04-03 07:05:00', '2026-04-03 07:05:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(42, 'Note of the agent', 1, 1, 107, 1, '2026-04-03 07:10:00', '2026-04-03 07:10:00', true, 0, NULL, 0, '{}', 'User', 20, '{}'),
(43, 'Conversation was marked resolved by system due to 1 days of inactivity', 1, 1, 105, 2, '2026-04-03 08:00:00', '2026-04-03 08:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(44, 'Text of the customer', 1, 3, 108, 0, '2026-04-03 08:00:00', '2026-04-03 08:00:00', false, 0, NULL, 0, '{}', 'Contact', 35, '{}'),
(45, 'Text of the agent', 1, 3, 108, 1, '2026-04-03 08:45:00', '2026-04-03 08:45:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(46, 'Kim self-assigned this conversation', 1, 3, 108, 2, '2026-04-03 08:45:00', '2026-04-03 08:45:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(47, 'Conversation was marked resolved by Kim', 1, 3, 108, 2, '2026-04-03 09:00:00', '2026-04-03 09:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(48, 'Please rate this conversation', 1, 3, 108, 3, '2026-04-03 09:00:00', '2026-04-03 09:00:00', false, 0, NULL, 9, '{}', NULL, NULL, '{}'),
(49, 'Text of the customer', 1, 2, 109, 0, '2026-04-06 10:00:00', '2026-04-06 10:00:00', false, 0, NULL, 0, '{}', 'Contact', 37, '{}'),
(50, 'Kim self-assigned this conversation', 1, 2, 109, 2, '2026-04-06 10:15:00', '2026-04-06 10:15:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(51, 'Conversation was marked resolved by Kim', 1, 2, 109, 2, '2026-04-06 10:15:00', '2026-04-06 10:15:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(52, 'Text of the customer', 1, 1, 110, 0, '2026-04-07 08:00:00', '2026-04-07 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 30, '{}'),
(53, 'Text of the agent', 1, 1, 110, 1, '2026-04-07 08:00:05', '2026-04-07 08:00:05', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(54, 'Kim self-assigned this conversation', 1, 1, 110, 2, '2026-04-07 08:00:05', '2026-04-07 08:00:05', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(55, 'Conversation was marked resolved by Kim', 1, 1, 110, 2, '2026-04-07 08:00:05', '2026-04-07 08:00:05', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(56, 'Text of the customer', 1, 1, 110, 0, '2026-04-08 08:00:00', '2026-04-08 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 30, '{}'),
(57, 'Conversation was reopened by Ann Amber', 1, 1, 110, 2, '2026-04-08 08:00:00', '2026-04-08 08:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(58, 'Text of the agent', 1, 1, 110, 1, '2026-04-08 08:20:00', '2026-04-08 08:20:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(59, 'Lou self-assigned this conversation', 1, 1, 110, 2, '2026-04-08 08:30:00', '2026-04-08 08:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(60, 'Conversation was marked resolved by Lou', 1, 1, 110, 2, '2026-04-08 08:30:00', '2026-04-08 08:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(63, 'Text of the agent', 1, 1, 112, 1, '2026-04-09 09:00:00', '2026-04-09 09:00:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(64, 'Lou self-assigned this conversation', 1, 1, 112, 2, '2026-04-09 09:00:00', '2026-04-09 09:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(65, 'Text of the customer', 1, 1, 112, 0, '2026-04-09 11:00:00', '2026-04-09 11:00:00', false, 0, NULL, 8, '{}', 'Contact', 33, '{}'),
(66, 'Text of the agent', 1, 1, 112, 1, '2026-04-09 11:30:00', '2026-04-09 11:30:00', false, 0, NULL, 0, '{}', 'User', 21, '{}'),
(67, 'Conversation was marked resolved by Lou', 1, 1, 112, 2, '2026-04-09 12:00:00', '2026-04-09 12:00:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(68, 'Text of the customer', 1, 1, 113, 0, '2026-04-10 08:00:00', '2026-04-10 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 32, '{}'),
(69, 'Kim self-assigned this conversation', 1, 1, 113, 2, '2026-04-10 08:05:00', '2026-04-10 08:05:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(70, 'Text of the agent', 1, 1, 113, 1, '2026-04-10 08:10:00', '2026-04-10 08:10:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(71, 'Conversation was marked as pending by Kim', 1, 1, 113, 2, '2026-04-10 08:15:00', '2026-04-10 08:15:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(72, 'Text of the customer', 1, 1, 113, 0, '2026-04-10 10:00:00', '2026-04-10 10:00:00', false, 0, NULL, 8, '{}', 'Contact', 32, '{}'),
(73, 'Text of the agent', 1, 1, 113, 1, '2026-04-10 10:30:00', '2026-04-10 10:30:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(74, 'Text of the customer', 1, 1, 114, 0, '2026-04-11 08:00:00', '2026-04-11 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 37, '{}'),
(75, 'Text of the agent', 1, 1, 114, 1, '2026-04-11 09:00:00', '2026-04-11 09:00:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(76, 'Conversation was marked as parked by Kim', 1, 1, 114, 2, '2026-04-11 09:10:00', '2026-04-11 09:10:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(77, 'Text of the customer', 2, 4, 152, 0, '2026-04-12 08:00:00', '2026-04-12 08:00:00', false, 0, NULL, 8, '{}', 'Contact', 61, '{}'),
(78, 'Text of the agent', 2, 4, 152, 1, '2026-04-12 08:30:00', '2026-04-12 08:30:00', false, 0, NULL, 0, '{}', 'User', 20, '{}'),
(79, 'Kim self-assigned this conversation', 2, 4, 152, 2, '2026-04-12 08:30:00', '2026-04-12 08:30:00', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(80, 'Text of the customer', 1, 1, 107, 0, '2026-04-18 06:00:00', '2026-04-18 06:00:00', false, 0, NULL, 8, '{}', 'Contact', 36, '{}'),
(81, 'Text of the customer', 1, 2, 115, 0, '2026-04-19 12:00:00', '2026-04-19 12:00:00', false, 0, NULL, 0, '{}', 'Contact', 31, '{}'),
(82, 'We typically reply in a few hours', 1, 2, 115, 3, '2026-04-19 12:00:01', '2026-04-19 12:00:01', false, 0, NULL, 0, '{}', NULL, NULL, '{}'),
(83, 'Answer of the bot', 1, 2, 115, 1, '2026-04-19 12:00:02', '2026-04-19 12:00:02', false, 0, NULL, 0, '{}', 'AgentBot', 1, '{}'),
(84, 'Text of the customer', 2, 4, 153, 0, '2026-04-19 13:00:00', '2026-04-19 13:00:00', false, 0, NULL, 8, '{}', 'Contact', 60, '{}');

INSERT INTO reporting_events (id, name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, value_in_business_hours, event_start_time, event_end_time) VALUES
(1, 'first_response', 9000, 1, 1, 20, 101, '2025-10-26 00:30:00', '2025-10-26 00:30:00', NULL, '2025-10-25 22:00:00', '2025-10-26 00:30:00'),
(2, 'first_response', 12600, 1, 1, 20, 102, '2025-10-26 02:30:00', '2025-10-26 02:30:00', NULL, '2025-10-25 23:00:00', '2025-10-26 02:30:00'),
(3, 'reply_time', 1200, 1, 1, 21, 102, '2025-10-26 03:20:00', '2025-10-26 03:20:00', NULL, '2025-10-26 03:00:00', '2025-10-26 03:20:00'),
(4, 'conversation_resolved', 16200, 1, 1, 21, 102, '2025-10-26 03:30:00', '2025-10-26 03:30:00', NULL, '2025-10-25 23:00:00', '2025-10-26 03:30:00'),
(5, 'conversation_resolved', 32400, 1, 1, 20, 101, '2025-10-26 07:00:00', '2025-10-26 07:00:00', NULL, '2025-10-25 22:00:00', '2025-10-26 07:00:00'),
(6, 'first_response', 7200, 1, 2, 21, 103, '2026-03-29 01:30:00', '2026-03-29 01:30:00', NULL, '2026-03-28 23:30:00', '2026-03-29 01:30:00'),
(7, 'conversation_resolved', 9000, 1, 2, 21, 103, '2026-03-29 02:00:00', '2026-03-29 02:00:00', NULL, '2026-03-28 23:30:00', '2026-03-29 02:00:00'),
(8, 'conversation_resolved', 19800, 1, 2, 21, 103, '2026-03-29 05:00:00', '2026-03-29 05:00:00', NULL, '2026-03-28 23:30:00', '2026-03-29 05:00:00'),
(9, 'conversation_opened', 0, 1, 3, NULL, 104, '2026-04-01 08:00:00', '2026-04-01 08:00:00', NULL, '2026-04-01 08:00:00', '2026-04-01 08:00:00'),
(10, 'first_response', 3600, 1, 3, 21, 104, '2026-04-01 09:00:00', '2026-04-01 09:00:00', NULL, '2026-04-01 08:00:00', '2026-04-01 09:00:00'),
(11, 'reply_time', 900, 1, 3, 20, 104, '2026-04-01 09:25:00', '2026-04-01 09:25:00', NULL, '2026-04-01 09:10:00', '2026-04-01 09:25:00'),
(12, 'conversation_resolved', 7200, 1, 3, 21, 104, '2026-04-01 10:00:00', '2026-04-01 10:00:00', NULL, '2026-04-01 08:00:00', '2026-04-01 10:00:00'),
(13, 'conversation_opened', 0, 1, 1, NULL, 105, '2026-04-02 08:00:00', '2026-04-02 08:00:00', NULL, '2026-04-02 08:00:00', '2026-04-02 08:00:00'),
(14, 'conversation_opened', 0, 2, 4, NULL, 151, '2026-04-02 08:00:00', '2026-04-02 08:00:00', NULL, '2026-04-02 08:00:00', '2026-04-02 08:00:00'),
(15, 'conversation_opened', 0, 1, 1, NULL, 106, '2026-04-02 08:30:00', '2026-04-02 08:30:00', NULL, '2026-04-02 08:30:00', '2026-04-02 08:30:00'),
(16, 'first_response', 3600, 2, 4, 22, 151, '2026-04-02 09:00:00', '2026-04-02 09:00:00', NULL, '2026-04-02 08:00:00', '2026-04-02 09:00:00'),
(17, 'first_response', 3600, 1, 1, 20, 106, '2026-04-02 09:30:00', '2026-04-02 09:30:00', NULL, '2026-04-02 08:30:00', '2026-04-02 09:30:00'),
(18, 'conversation_resolved', 5400, 2, 4, 22, 151, '2026-04-02 09:30:00', '2026-04-02 09:30:00', NULL, '2026-04-02 08:00:00', '2026-04-02 09:30:00'),
(19, 'conversation_resolved', 5400, 1, 1, 20, 106, '2026-04-02 10:00:00', '2026-04-02 10:00:00', NULL, '2026-04-02 08:30:00', '2026-04-02 10:00:00'),
(20, 'conversation_opened', 0, 1, 1, NULL, 107, '2026-04-03 07:00:00', '2026-04-03 07:00:00', NULL, '2026-04-03 07:00:00', '2026-04-03 07:00:00'),
(21, 'first_response', 300, 1, 1, 21, 107, '2026-04-03 07:05:00', '2026-04-03 07:05:00', NULL, '2026-04-03 07:00:00', '2026-04-03 07:05:00'),
(22, 'conversation_resolved', 86400, 1, 1, NULL, 105, '2026-04-03 08:00:00', '2026-04-03 08:00:00', NULL, '2026-04-02 08:00:00', '2026-04-03 08:00:00'),
(23, 'conversation_opened', 0, 1, 3, NULL, 108, '2026-04-03 08:00:00', '2026-04-03 08:00:00', NULL, '2026-04-03 08:00:00', '2026-04-03 08:00:00'),
(24, 'first_response', 2700, 1, 3, 20, 108, '2026-04-03 08:45:00', '2026-04-03 08:45:00', NULL, '2026-04-03 08:00:00', '2026-04-03 08:45:00'),
(25, 'conversation_resolved', 3600, 1, 3, 20, 108, '2026-04-03 09:00:00', '2026-04-03 09:00:00', NULL, '2026-04-03 08:00:00', '2026-04-03 09:00:00'),
(26, 'conversation_opened', 0, 1, 2, NULL, 109, '2026-04-06 10:00:00', '2026-04-06 10:00:00', NULL, '2026-04-06 10:00:00', '2026-04-06 10:00:00'),
(27, 'conversation_resolved', 900, 1, 2, 20, 109, '2026-04-06 10:15:00', '2026-04-06 10:15:00', NULL, '2026-04-06 10:00:00', '2026-04-06 10:15:00'),
(28, 'conversation_opened', 0, 1, 1, NULL, 110, '2026-04-07 08:00:00', '2026-04-07 08:00:00', NULL, '2026-04-07 08:00:00', '2026-04-07 08:00:00'),
(29, 'first_response', 5, 1, 1, 20, 110, '2026-04-07 08:00:05', '2026-04-07 08:00:05', NULL, '2026-04-07 08:00:00', '2026-04-07 08:00:05'),
(30, 'conversation_resolved', 5, 1, 1, 20, 110, '2026-04-07 08:00:05', '2026-04-07 08:00:05', NULL, '2026-04-07 08:00:00', '2026-04-07 08:00:05'),
(31, 'conversation_opened', 86395, 1, 1, 20, 110, '2026-04-08 08:00:00', '2026-04-08 08:00:00', NULL, '2026-04-07 08:00:05', '2026-04-08 08:00:00'),
(32, 'reply_time', 1200, 1, 1, 21, 110, '2026-04-08 08:20:00', '2026-04-08 08:20:00', NULL, '2026-04-08 08:00:00', '2026-04-08 08:20:00'),
(33, 'conversation_resolved', 88200, 1, 1, 21, 110, '2026-04-08 08:30:00', '2026-04-08 08:30:00', NULL, '2026-04-07 08:00:00', '2026-04-08 08:30:00'),
(35, 'first_response', 0, 1, 1, 21, 112, '2026-04-09 09:00:00', '2026-04-09 09:00:00', NULL, '2026-04-09 09:00:00', '2026-04-09 09:00:00'),
(36, 'conversation_opened', 0, 1, 1, NULL, 112, '2026-04-09 09:00:00', '2026-04-09 09:00:00', NULL, '2026-04-09 09:00:00', '2026-04-09 09:00:00'),
(37, 'reply_time', 1800, 1, 1, 21, 112, '2026-04-09 11:30:00', '2026-04-09 11:30:00', NULL, '2026-04-09 11:00:00', '2026-04-09 11:30:00'),
(38, 'conversation_resolved', 10800, 1, 1, 21, 112, '2026-04-09 12:00:00', '2026-04-09 12:00:00', NULL, '2026-04-09 09:00:00', '2026-04-09 12:00:00'),
(39, 'conversation_opened', 0, 1, 1, NULL, 113, '2026-04-10 08:00:00', '2026-04-10 08:00:00', NULL, '2026-04-10 08:00:00', '2026-04-10 08:00:00'),
(40, 'first_response', 600, 1, 1, 20, 113, '2026-04-10 08:10:00', '2026-04-10 08:10:00', NULL, '2026-04-10 08:00:00', '2026-04-10 08:10:00'),
(41, 'reply_time', 1800, 1, 1, 20, 113, '2026-04-10 10:30:00', '2026-04-10 10:30:00', NULL, '2026-04-10 10:00:00', '2026-04-10 10:30:00'),
(42, 'conversation_opened', 0, 1, 1, NULL, 114, '2026-04-11 08:00:00', '2026-04-11 08:00:00', NULL, '2026-04-11 08:00:00', '2026-04-11 08:00:00'),
(43, 'first_response', 3600, 1, 1, 20, 114, '2026-04-11 09:00:00', '2026-04-11 09:00:00', NULL, '2026-04-11 08:00:00', '2026-04-11 09:00:00'),
(44, 'conversation_opened', 0, 2, 4, NULL, 152, '2026-04-12 08:00:00', '2026-04-12 08:00:00', NULL, '2026-04-12 08:00:00', '2026-04-12 08:00:00'),
(45, 'first_response', 1800, 2, 4, 20, 152, '2026-04-12 08:30:00', '2026-04-12 08:30:00', NULL, '2026-04-12 08:00:00', '2026-04-12 08:30:00'),
(46, 'conversation_opened', 0, 1, 2, NULL, 115, '2026-04-19 12:00:00', '2026-04-19 12:00:00', NULL, '2026-04-19 12:00:00', '2026-04-19 12:00:00'),
(47, 'conversation_opened', 0, 2, 4, NULL, 153, '2026-04-19 13:00:00', '2026-04-19 13:00:00', NULL, '2026-04-19 13:00:00', '2026-04-19 13:00:00');

INSERT INTO csat_survey_responses (id, account_id, conversation_id, message_id, rating, feedback_message, contact_id, assigned_agent_id, created_at, updated_at) VALUES
(1, 1, 104, 28, 5, NULL, 33, 21, '2026-04-01 11:00:00', '2026-04-01 11:00:00'),
(2, 2, 151, 37, 3, NULL, 60, 22, '2026-04-02 10:30:00', '2026-04-02 10:30:00'),
(3, 1, 108, 48, 1, NULL, 35, 20, '2026-04-03 10:00:00', '2026-04-03 10:00:00');
