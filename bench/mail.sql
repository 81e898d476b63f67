-- What a minute brings to a desk: mail of customers to :mails tickets, in the :round-th minute others than before.
BEGIN;
INSERT INTO ticket_articles (ticket_id, type_id, sender_id, body, updated_by_id, created_by_id, created_at, updated_at)
SELECT id, 1, 2, 'And one more thing', customer_id, customer_id, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
FROM tickets WHERE id > :round * :mails AND id <= (:round + 1) * :mails;
COMMIT;
