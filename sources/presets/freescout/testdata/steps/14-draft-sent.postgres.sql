-- 2026-04-21 20:00:00 UTC: P7, an agent sends his draft
UPDATE threads SET state = 2, created_at = '2026-04-21 22:00:00', updated_at = '2026-04-21 22:00:00' WHERE id = 66;
UPDATE conversations SET last_reply_at = '2026-04-21 22:00:00', last_reply_from = 2, user_updated_at = '2026-04-21 22:00:00', updated_at = '2026-04-21 22:00:00' WHERE id = 7;
