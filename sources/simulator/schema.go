package simulator

// schema is a desk as its makers would have drawn it: times are the wall clock's and carry no zone,
// nothing finds a ticket by its time of update, a history table tells old and new values, and what is
// deleted is gone with all its rows. Ids are never given twice.
const schema = `
CREATE TABLE teams (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE agents (
  id      INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES teams (id),
  name    TEXT NOT NULL
);
CREATE TABLE customers (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL,
  email TEXT NOT NULL
);
CREATE TABLE tickets (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  opened_by   TEXT NOT NULL,
  channel     TEXT NOT NULL,
  team_id     INTEGER NOT NULL REFERENCES teams (id),
  agent_id    INTEGER REFERENCES agents (id),
  priority    TEXT NOT NULL,
  topic       TEXT NOT NULL,
  subject     TEXT NOT NULL,
  status      TEXT NOT NULL,
  merged_into INTEGER REFERENCES tickets (id),
  created     DATETIME NOT NULL,
  updated     DATETIME NOT NULL,
  solved      DATETIME
);
CREATE INDEX tickets_status ON tickets (status);
CREATE TABLE messages (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  author    TEXT NOT NULL,
  author_id INTEGER,
  internal  INTEGER NOT NULL DEFAULT 0,
  body      TEXT NOT NULL,
  created   DATETIME NOT NULL
);
CREATE INDEX messages_ticket ON messages (ticket_id);
CREATE TABLE history (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  field     TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  actor     TEXT NOT NULL,
  actor_id  INTEGER,
  created   DATETIME NOT NULL
);
CREATE INDEX history_ticket ON history (ticket_id);
`
