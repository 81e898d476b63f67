-- The tables of Zammad 6 that the preset reads, with the columns it reads, and a desk of four groups without tickets.
-- Timestamps hold UTC.
CREATE TABLE groups (id integer PRIMARY KEY, name varchar(160) NOT NULL);
CREATE TABLE ticket_state_types (id integer PRIMARY KEY, name varchar(250) NOT NULL);
CREATE TABLE ticket_states (id integer PRIMARY KEY, state_type_id integer NOT NULL, name varchar(250) NOT NULL);
CREATE TABLE ticket_priorities (id integer PRIMARY KEY, name varchar(250) NOT NULL);
CREATE TABLE ticket_article_senders (id integer PRIMARY KEY, name varchar(250) NOT NULL);
CREATE TABLE ticket_article_types (id integer PRIMARY KEY, name varchar(250) NOT NULL, communication boolean NOT NULL);
CREATE TABLE history_types (id integer PRIMARY KEY, name varchar(250) NOT NULL);
CREATE TABLE history_objects (id integer PRIMARY KEY, name varchar(250) NOT NULL);
CREATE TABLE history_attributes (id integer PRIMARY KEY, name varchar(250) NOT NULL);

CREATE TABLE tickets (
  id serial PRIMARY KEY,
  group_id integer NOT NULL,
  priority_id integer NOT NULL,
  state_id integer NOT NULL,
  title varchar(250) NOT NULL,
  owner_id integer NOT NULL,
  customer_id integer NOT NULL,
  first_response_at timestamp(3),
  first_response_escalation_at timestamp(3),
  first_response_diff_in_min integer,
  close_at timestamp(3),
  close_escalation_at timestamp(3),
  close_diff_in_min integer,
  last_close_at timestamp(3),
  create_article_type_id integer,
  create_article_sender_id integer,
  type varchar(100),
  created_by_id integer NOT NULL,
  created_at timestamp(3) NOT NULL,
  updated_at timestamp(3) NOT NULL
);

CREATE TABLE ticket_articles (
  id serial PRIMARY KEY,
  ticket_id integer NOT NULL,
  type_id integer NOT NULL,
  sender_id integer NOT NULL,
  internal boolean DEFAULT false NOT NULL,
  created_by_id integer NOT NULL,
  origin_by_id integer,
  created_at timestamp(3) NOT NULL,
  updated_at timestamp(3) NOT NULL
);
CREATE INDEX ON ticket_articles (ticket_id);

CREATE TABLE histories (
  id serial PRIMARY KEY,
  history_type_id integer NOT NULL,
  history_object_id integer NOT NULL,
  history_attribute_id integer,
  o_id integer NOT NULL,
  related_o_id integer,
  id_to integer,
  id_from integer,
  created_by_id integer NOT NULL,
  created_at timestamp(3) NOT NULL
);
CREATE INDEX ON histories (o_id);

INSERT INTO groups VALUES (1, 'Support'), (2, 'Billing'), (3, 'Sales'), (4, 'Field');
INSERT INTO ticket_state_types VALUES (1, 'new'), (2, 'open'), (3, 'pending reminder'), (4, 'closed'), (5, 'removed');
INSERT INTO ticket_states VALUES (1, 1, 'new'), (2, 2, 'open'), (3, 3, 'pending reminder'), (4, 4, 'closed'), (5, 5, 'removed');
INSERT INTO ticket_priorities VALUES (1, '1 low'), (2, '2 normal'), (3, '3 high'), (4, '4 urgent');
INSERT INTO ticket_article_senders VALUES (1, 'Agent'), (2, 'Customer'), (3, 'System');
INSERT INTO ticket_article_types VALUES (1, 'email', true), (10, 'note', false);
INSERT INTO history_types VALUES (1, 'updated'), (2, 'created');
INSERT INTO history_objects VALUES (2, 'Ticket'), (3, 'Ticket::Article');
INSERT INTO history_attributes VALUES (1, 'group'), (2, 'owner'), (3, 'priority'), (4, 'state');
