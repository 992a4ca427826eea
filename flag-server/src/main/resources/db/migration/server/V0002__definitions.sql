-- SPDX-License-Identifier: Apache-2.0
-- Configuration as an append-only history. The head lock (log_head, V0001) is held by every transaction that writes here.

-- What there is, by identity. Only the pointer to the newest version ever changes.
CREATE TABLE definition (
  definition_id uuid NOT NULL,
  kind text NOT NULL,
  project_id uuid NOT NULL,            -- a project's own id for kind 'project'
  environment_id uuid,                 -- set for what belongs to one environment: targeting, segment, sdk-key
  key text NOT NULL,                   -- a targeting's key is its flag's
  current_seq bigint NOT NULL,
  current_version bigint NOT NULL,
  deleted boolean NOT NULL,
  CONSTRAINT definition_pk PRIMARY KEY (definition_id),
  CONSTRAINT definition_kind_known CHECK (kind IN ('project', 'environment', 'flag', 'targeting', 'segment', 'sdk-key'))
);

-- Keys are unique while they are in use, and never differ only by case. (Projects are unique in the installation.)
CREATE UNIQUE INDEX definition_key_unique
  ON definition (kind, (CASE WHEN kind = 'project' THEN NULL ELSE project_id END), environment_id, lower(key))
  NULLS NOT DISTINCT
  WHERE NOT deleted;

-- Each change of one definition: one row, one audit entry, one number. Never updated.
CREATE TABLE definition_version (
  seq bigint NOT NULL,
  definition_id uuid NOT NULL,
  kind text NOT NULL,                  -- kind, project, environment and key again, so that those who follow the log join nothing
  project_id uuid NOT NULL,
  environment_id uuid,
  key text NOT NULL,
  version bigint NOT NULL,             -- goes on where a deleted definition of the same key ended
  deleted boolean NOT NULL,
  content text,                        -- the JSON document as authored; null when deleted, or erased
  wire_version bigint,                 -- the version at which the wire bytes last changed; null for kinds that SDKs do not get
  wire bytea,                          -- guidon.definition.v1, made at save, hashed and sent as it is
  CONSTRAINT definition_version_pk PRIMARY KEY (seq),
  CONSTRAINT definition_version_unique UNIQUE (definition_id, version),
  CONSTRAINT definition_version_definition_fk FOREIGN KEY (definition_id) REFERENCES definition (definition_id),
  CONSTRAINT definition_version_wire_whole CHECK ((wire IS NULL) = (wire_version IS NULL))
);

CREATE INDEX definition_version_project ON definition_version (project_id, seq);

-- One row for each environment whose snapshot a transaction changed, under the transaction's last number.
CREATE TABLE environment_revision (
  environment_id uuid NOT NULL,
  seq bigint NOT NULL,
  prev_rev bigint NOT NULL,            -- 0: the environment's first revision
  digest bytea NOT NULL,               -- of the environment's state at seq, 32 bytes
  CONSTRAINT environment_revision_pk PRIMARY KEY (environment_id, seq)
);

CREATE INDEX environment_revision_seq ON environment_revision (seq);

GRANT SELECT, INSERT ON definition_version, environment_revision TO ${runtime};
GRANT SELECT, INSERT ON definition TO ${runtime};
GRANT UPDATE (current_seq, current_version, deleted) ON definition TO ${runtime};
