-- A thousand changed tickets in one transaction: 150 new ones, and a customer's mail to 850, every second of them spread
-- over the whole desk, the others among its youngest; mail to a closed ticket opens it. :tickets were there at first,
-- 10,000 at least; :round counts from 0 to 8, each takes other tickets, the youngest come again.
BEGIN;
CREATE TEMPORARY TABLE mailed ON COMMIT DROP AS
SELECT t.id, t.state_id, t.customer_id, nextval('ticket_articles_id_seq') AS article_id, now() AT TIME ZONE 'UTC' AS at
FROM tickets t
WHERE t.id IN (
  SELECT CASE k % 2
    WHEN 0 THEN 1 + k * (:tickets / 1000) + :round
    ELSE :tickets - k / 2 * 3 - :round % 3
  END
  FROM generate_series(0, 849) k);
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, updated_by_id, created_by_id, created_at, updated_at)
SELECT article_id, id, 1, 2, 'And one more thing', customer_id, customer_id, at, at FROM mailed;
INSERT INTO histories (history_type_id, history_object_id, o_id, related_o_id, related_history_object_id, created_by_id, created_at, updated_at)
SELECT 2, 3, article_id, id, 2, customer_id, at, at FROM mailed;
INSERT INTO histories (history_type_id, history_object_id, history_attribute_id, o_id, id_from, id_to, value_from, value_to, created_by_id, created_at, updated_at)
SELECT 1, 2, 4, id, 4, 2, 'closed', 'open', customer_id, at, at FROM mailed WHERE state_id = 4;
UPDATE tickets t SET state_id = CASE t.state_id WHEN 4 THEN 2 ELSE t.state_id END, article_count = t.article_count + 1, updated_at = m.at
FROM mailed m WHERE m.id = t.id;

CREATE TEMPORARY TABLE opened ON COMMIT DROP AS
SELECT nextval('tickets_id_seq') AS id, nextval('ticket_articles_id_seq') AS article_id, k, 1000 + k AS customer_id, now() AT TIME ZONE 'UTC' AS at
FROM generate_series(1, 150) k;
INSERT INTO tickets (id, group_id, priority_id, state_id, number, title, owner_id, customer_id, create_article_type_id, create_article_sender_id,
  article_count, updated_by_id, created_by_id, created_at, updated_at)
SELECT id, 1 + k % 24, 2, 1, (62000 + id)::text, 'New request ' || id, 1, customer_id, 1, 2, 1, customer_id, customer_id, at, at FROM opened;
INSERT INTO ticket_articles (id, ticket_id, type_id, sender_id, body, updated_by_id, created_by_id, created_at, updated_at)
SELECT article_id, id, 1, 2, 'Good day', customer_id, customer_id, at, at FROM opened;
INSERT INTO histories (history_type_id, history_object_id, o_id, related_o_id, related_history_object_id, created_by_id, created_at, updated_at)
SELECT 2, 2, id, NULL, NULL, customer_id, at, at FROM opened
UNION ALL
SELECT 2, 3, article_id, id, 2, customer_id, at, at FROM opened;
SELECT (SELECT COUNT(*) FROM mailed) + (SELECT COUNT(*) FROM opened);
COMMIT;
