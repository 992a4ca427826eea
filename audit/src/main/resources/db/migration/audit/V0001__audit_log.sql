-- SPDX-License-Identifier: Apache-2.0
-- The log that every accepted change is written to. docs/audit.md says which bytes are hashed.
--
-- Run by the owner. ${runtime} is the role the server runs as: it adds and reads, and moves the head.

-- One row: where the log ends. Whoever writes anything locks this row first, so numbers and commits have one order.
CREATE TABLE log_head (
  only_row boolean                  NOT NULL DEFAULT true,
  seq      bigint                   NOT NULL,
  epoch    uuid                     NOT NULL,
  last_at  timestamp with time zone NOT NULL,
  frontier bytea                    NOT NULL,
  root     bytea                    NOT NULL,
  CONSTRAINT log_head_pk PRIMARY KEY (only_row),
  CONSTRAINT log_head_has_one_row CHECK (only_row),
  CONSTRAINT log_head_seq_not_negative CHECK (seq >= 0),
  CONSTRAINT log_head_root_is_sha256 CHECK (octet_length(root) = 32)
);

-- The bytes in canonical are the entry; the other columns repeat parts of it so that it can be found.
CREATE TABLE audit_entry (
  seq            bigint                   NOT NULL,
  at             timestamp with time zone NOT NULL,
  actor_kind     text                     NOT NULL,
  actor_id       text                     NOT NULL,
  via            text                     NOT NULL,
  token_selector text,
  project_id     uuid,
  environment_id uuid,
  action         text                     NOT NULL,
  target_kind    text                     NOT NULL,
  target_key     text,
  target_id      text                     NOT NULL,
  outcome        text                     NOT NULL,
  canonical      bytea                    NOT NULL,
  leaf_hash      bytea                    NOT NULL,
  CONSTRAINT audit_entry_pk PRIMARY KEY (seq),
  CONSTRAINT audit_entry_seq_positive CHECK (seq > 0),
  CONSTRAINT audit_entry_leaf_hash_is_sha256 CHECK (octet_length(leaf_hash) = 32)
);

-- What may identify a person, apart from the entry so that it can be erased: the entry holds SHA-256(salt ‖ content).
-- No foreign key: checking it would write a lock into each entry just added; one statement adds both, and
-- verification finds what does not belong together.
CREATE TABLE audit_payload (
  seq     bigint NOT NULL,
  part    text   NOT NULL,
  salt    bytea  NOT NULL,
  content bytea  NOT NULL,
  search  jsonb  NOT NULL,
  CONSTRAINT audit_payload_pk PRIMARY KEY (seq, part),
  CONSTRAINT audit_payload_seq_positive CHECK (seq > 0),
  CONSTRAINT audit_payload_part_known CHECK (part IN ('who', 'what')),
  CONSTRAINT audit_payload_salt_is_32_bytes CHECK (octet_length(salt) = 32)
);

-- Hashes of complete subtrees of two leaves and more (2^level leaves, the index-th from the left).
-- Level 0 is audit_entry.leaf_hash.
CREATE TABLE audit_node (
  level smallint NOT NULL,
  index bigint   NOT NULL,
  hash  bytea    NOT NULL,
  CONSTRAINT audit_node_pk PRIMARY KEY (level, index),
  CONSTRAINT audit_node_level_in_range CHECK (level BETWEEN 1 AND 62),
  CONSTRAINT audit_node_index_not_negative CHECK (index >= 0),
  CONSTRAINT audit_node_hash_is_sha256 CHECK (octet_length(hash) = 32)
);

-- Pages are walked by seq, so each filter that is selective alone gets its column with seq.
CREATE INDEX audit_entry_by_project ON audit_entry (project_id, seq);
CREATE INDEX audit_entry_by_environment ON audit_entry (environment_id, seq) WHERE environment_id IS NOT NULL;
CREATE INDEX audit_entry_by_target ON audit_entry (target_id, seq);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, seq);
CREATE INDEX audit_entry_by_token ON audit_entry (token_selector, seq) WHERE token_selector IS NOT NULL;
CREATE INDEX audit_entry_by_action ON audit_entry (action, seq);
-- Time only grows with seq, so this one stays a few pages long.
CREATE INDEX audit_entry_by_time ON audit_entry USING brin (at) WITH (pages_per_range = 16);

-- The head of an empty log: no entries, the hash of nothing as root, and a UUIDv7 that names this life of the log.
INSERT INTO log_head (seq, epoch, last_at, frontier, root)
VALUES (
  0,
  encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6),
      52, 1), 53, 1),
    'hex')::uuid,
  clock_timestamp(),
  int8send(0),
  sha256(''::bytea)
);

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of %: refused (expected: INSERT, the audit log only grows)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;

-- The one way out: a payload can be deleted as guidon_erase. Compared by name, because a superuser counts as a member
-- of every role.
CREATE FUNCTION audit_refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = 'guidon_erase' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% of %: refused (expected: INSERT, or DELETE as guidon_erase)', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;

CREATE TRIGGER audit_entry_keep BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_keep_all BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_payload_keep BEFORE UPDATE OR DELETE ON audit_payload
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change_but_erasure();
CREATE TRIGGER audit_payload_keep_all BEFORE TRUNCATE ON audit_payload
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_node_keep BEFORE UPDATE OR DELETE ON audit_node
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_node_keep_all BEFORE TRUNCATE ON audit_node
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

-- ALWAYS: an ordinary trigger sleeps while session_replication_role is replica.
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep;
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_keep_all;
ALTER TABLE audit_payload ENABLE ALWAYS TRIGGER audit_payload_keep;
ALTER TABLE audit_payload ENABLE ALWAYS TRIGGER audit_payload_keep_all;
ALTER TABLE audit_node ENABLE ALWAYS TRIGGER audit_node_keep;
ALTER TABLE audit_node ENABLE ALWAYS TRIGGER audit_node_keep_all;

REVOKE ALL ON log_head, audit_entry, audit_payload, audit_node FROM PUBLIC, ${runtime};
GRANT SELECT, INSERT ON audit_entry, audit_payload, audit_node TO ${runtime};
-- Not the epoch: a new one begins only when the owner restores a database.
GRANT SELECT, UPDATE (seq, last_at, frontier, root) ON log_head TO ${runtime};
