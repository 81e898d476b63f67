-- 2026-04-20 18:00:00 UTC: the second contact of emil (38) is merged into the first (34)
UPDATE conversations SET updated_at = '2026-04-20 18:00:00', contact_id = 34 WHERE id = 106;
UPDATE messages SET updated_at = '2026-04-20 18:00:00', sender_id = 34 WHERE id = 31;
