-- Fills a desk of Zammad's schema: :tickets tickets of the last three years, of which :open are unresolved, with five
-- articles each and the history that Zammad writes beside them. Nothing is random: the same parameters give the same
-- desk, but for the instant of now. Rows lie in the order in which a living desk writes them: those of one ticket are
-- scattered. The tables are empty and without indexes.
SET synchronous_commit = off;
SET work_mem = '256MB';
SET jit = off;

INSERT INTO groups (id, name)
SELECT g, 'Group ' || g FROM generate_series(5, 24) g;
INSERT INTO ticket_priorities (id, name) VALUES (4, '4 urgent');

-- What a ticket is, by its number. The unresolved are every second one of the youngest.
CREATE TEMPORARY TABLE plan AS
SELECT
  i::integer AS id,
  now() AT TIME ZONE 'UTC' - INTERVAL '1095 days' * ((:tickets - i)::double precision / :tickets) - INTERVAL '2 hours' AS born,
  (i > :tickets - 2 * :open AND i % 2 = 0) AS unresolved,
  (i * 7919 % 86400)::integer AS salt,
  (1 + i * 31 % 24)::integer AS group_id,
  (CASE WHEN i % 20 < 3 THEN 1 WHEN i % 20 < 16 THEN 2 WHEN i % 20 < 19 THEN 3 ELSE 4 END) AS priority_id,
  (CASE WHEN i % 10 < 6 THEN 1 WHEN i % 10 < 9 THEN 11 ELSE 3 END) AS type_id,
  (3 + i * 17 % 200)::integer AS agent,
  (1000 + i * 7 % (:tickets / 3 + 1))::integer AS customer
FROM generate_series(1::bigint, :tickets) i;

-- The instants of a ticket's life. Of an unresolved ticket only what has happened by now exists.
CREATE TEMPORARY TABLE life AS
SELECT p.*,
  born + INTERVAL '1 second' * (300 + salt % 14400) AS answered,
  born + INTERVAL '1 second' * (300 + salt % 14400 + 1800 + salt % 43200) AS asked,
  born + INTERVAL '1 second' * (300 + salt % 14400 + 1800 + salt % 43200 + 600) AS noted,
  born + INTERVAL '1 second' * (300 + salt % 14400 + 1800 + salt % 43200 + 600 + 900 + salt % 7200) AS settled
FROM plan p;

CREATE TEMPORARY TABLE article AS
SELECT row_number() OVER (ORDER BY at, ticket_id, n)::integer AS id, a.*
FROM (
  SELECT l.id AS ticket_id, n, l.type_id AS opened_as, l.agent, l.customer, l.salt,
    (CASE n WHEN 1 THEN born WHEN 2 THEN answered WHEN 3 THEN asked WHEN 4 THEN noted ELSE settled END)::timestamp(3) AS at
  FROM life l CROSS JOIN generate_series(1, 5) n
) a
WHERE at <= now() AT TIME ZONE 'UTC';

INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, internal, updated_by_id, created_by_id, created_at, updated_at)
SELECT id, ticket_id,
  CASE n WHEN 1 THEN opened_as WHEN 4 THEN 10 ELSE 1 END,
  CASE WHEN n IN (1, 3) THEN 2 ELSE 1 END,
  'Good day, this is text ' || n || ' of ticket ' || ticket_id || repeat(', as people write it', 3 + salt % 20),
  n = 4,
  CASE WHEN n IN (1, 3) THEN customer ELSE agent END,
  CASE WHEN n IN (1, 3) THEN customer ELSE agent END,
  at, at
FROM article ORDER BY id;

-- A ticket is opened with an article, taken and answered (open), waits for the customer (pending reminder), is open
-- again with the customer's article, and closed with the last one.
INSERT INTO histories (history_type_id, history_object_id, history_attribute_id, o_id, related_o_id, related_history_object_id,
  id_from, id_to, value_from, value_to, created_by_id, created_at, updated_at)
SELECT type, object, attribute, o_id, related, related_object, id_from, id_to, value_from, value_to, actor, at, at
FROM (
  SELECT 2 AS type, 2 AS object, NULL::integer AS attribute, id AS o_id, NULL::integer AS related, NULL::integer AS related_object,
    NULL::integer AS id_from, NULL::integer AS id_to, NULL AS value_from, NULL AS value_to, customer AS actor, born::timestamp(3) AS at, 1 AS step
  FROM life
  UNION ALL
  SELECT 2, 3, NULL, id, ticket_id, 2, NULL, NULL, NULL, NULL, CASE WHEN n IN (1, 3) THEN customer ELSE agent END, at, 2 FROM article
  UNION ALL
  SELECT 1, 2, 2, id, NULL, NULL, 1, agent, '-', 'agent ' || agent, agent, answered::timestamp(3), 3 FROM life
  UNION ALL
  SELECT 1, 2, 4, id, NULL, NULL, 1, 2, 'new', 'open', agent, answered::timestamp(3), 4 FROM life
  UNION ALL
  SELECT 1, 2, 4, id, NULL, NULL, 2, 3, 'open', 'pending reminder', agent, (answered + INTERVAL '1 minute')::timestamp(3), 5 FROM life
  UNION ALL
  SELECT 1, 2, 4, id, NULL, NULL, 3, 2, 'pending reminder', 'open', customer, asked::timestamp(3), 6 FROM life
  UNION ALL
  SELECT 1, 2, 4, id, NULL, NULL, 2, 4, 'open', 'closed', agent, settled::timestamp(3), 7 FROM life WHERE NOT unresolved
) h
WHERE at <= now() AT TIME ZONE 'UTC'
ORDER BY at, o_id, step;

-- The state is where the history has led.
INSERT INTO tickets (id, group_id, priority_id, state_id, number, title, owner_id, customer_id, first_response_at, close_at, last_close_at,
  last_contact_at, create_article_type_id, create_article_sender_id, article_count, updated_by_id, created_by_id, created_at, updated_at)
SELECT id, group_id, priority_id,
  CASE
    WHEN NOT unresolved AND settled <= instant THEN 4
    WHEN asked <= instant THEN 2
    WHEN answered + INTERVAL '1 minute' <= instant THEN 3
    WHEN answered <= instant THEN 2
    ELSE 1
  END,
  (62000 + id)::text, 'Request ' || id || ' about order ' || salt,
  CASE WHEN answered <= instant THEN agent ELSE 1 END, customer,
  CASE WHEN answered <= instant THEN answered END,
  CASE WHEN NOT unresolved AND settled <= instant THEN settled END,
  CASE WHEN NOT unresolved AND settled <= instant THEN settled END,
  born, type_id, 2, 5, customer, customer, born, LEAST(settled, instant)
FROM life CROSS JOIN (SELECT now() AT TIME ZONE 'UTC' AS instant) i
ORDER BY id;

SELECT setval('tickets_id_seq', (SELECT MAX(id) FROM tickets)),
  setval('ticket_articles_id_seq', (SELECT MAX(id) FROM ticket_articles)),
  setval('histories_id_seq', (SELECT MAX(id) FROM histories));
