-- SPDX-License-Identifier: Apache-2.0
-- What entries are found by: the request that they were made by, words, times and keys.
ALTER TABLE audit_entry ADD COLUMN request_id text;
-- Of the comment, the actor's name and the target's key; in 'who' only, so that it goes when that is erased.
ALTER TABLE audit_payload ADD COLUMN words tsvector NOT NULL DEFAULT '';

ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep;
UPDATE audit_entry AS entry
SET request_id = convert_from(entry.canonical, 'UTF8')::jsonb ->> 'request_id';
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep;

ALTER TABLE audit_payload DISABLE TRIGGER audit_payload_keep;
UPDATE audit_payload AS payload
SET words = to_tsvector('simple', concat_ws(' ', payload.search ->> 'comment', payload.search ->> 'display', entry.target_key))
FROM audit_entry AS entry
WHERE entry.seq = payload.seq AND payload.part = 'who';
ALTER TABLE audit_payload ENABLE ALWAYS TRIGGER audit_payload_keep;

CREATE INDEX audit_entry_by_request ON audit_entry (request_id, seq) WHERE request_id IS NOT NULL;
CREATE INDEX audit_entry_by_key ON audit_entry (target_key, seq) WHERE target_key IS NOT NULL;
-- A time is looked up as the number that it begins at; the block ranges that were here before name too many.
DROP INDEX audit_entry_by_time;
CREATE INDEX audit_entry_by_time ON audit_entry (at, seq);
-- What is added waits in a list; a short one, because whoever fills it sorts it in while all other writers wait.
CREATE INDEX audit_payload_by_words ON audit_payload USING gin (words)
  WITH (fastupdate = on, gin_pending_list_limit = 256)
  WHERE part = 'who';
