package simulator

// schema is a desk as its makers would have drawn it: times are the wall clock's and carry no zone,
// nothing finds a ticket by its time of update, a history table tells old and new values, and what is
// deleted is gone with all its rows. Ids are never given twice. README.md says what each column means.
const schema = `
CREATE TABLE brands (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
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
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  email    TEXT NOT NULL,
  language TEXT NOT NULL
);
CREATE TABLE topics (
  name     TEXT PRIMARY KEY,
  category TEXT NOT NULL
);
CREATE TABLE tickets (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  brand_id    INTEGER NOT NULL REFERENCES brands (id),
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  opened_by   TEXT NOT NULL,
  channel     TEXT NOT NULL,
  team_id     INTEGER NOT NULL REFERENCES teams (id),
  agent_id    INTEGER REFERENCES agents (id),
  priority    TEXT NOT NULL,
  topic       TEXT REFERENCES topics (name),
  language    TEXT NOT NULL,
  subject     TEXT NOT NULL,
  description TEXT,
  status      TEXT NOT NULL,
  merged_into INTEGER REFERENCES tickets (id),
  created     DATETIME NOT NULL,
  updated     DATETIME NOT NULL,
  solved      DATETIME
);
CREATE INDEX tickets_status ON tickets (status);
CREATE TABLE ticket_tags (
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  tag       TEXT NOT NULL,
  PRIMARY KEY (ticket_id, tag)
) WITHOUT ROWID;
CREATE TABLE messages (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket_id INTEGER NOT NULL REFERENCES tickets (id),
  author    TEXT NOT NULL,
  author_id INTEGER,
  internal  INTEGER NOT NULL DEFAULT 0,
  language  TEXT NOT NULL,
  body      TEXT NOT NULL,
  created   DATETIME NOT NULL,
  edited    DATETIME
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
