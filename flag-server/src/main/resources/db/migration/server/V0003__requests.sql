-- SPDX-License-Identifier: Apache-2.0
-- What a request leaves besides the definitions it changes.

-- Which change each idempotency key made; kept for a week.
CREATE TABLE idempotent_request (
  actor_id text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,           -- of what was asked, so that the key is not taken for another request
  definition_seq bigint NOT NULL,      -- the version that the change was about
  seq bigint NOT NULL,                 -- of the change's last entry
  root bytea NOT NULL,                 -- of the log up to it
  at timestamp with time zone NOT NULL,
  CONSTRAINT idempotent_request_pk PRIMARY KEY (actor_id, key),
  CONSTRAINT idempotent_request_root_is_sha256 CHECK (octet_length(root) = 32)
);

CREATE INDEX idempotent_request_at ON idempotent_request (at);

-- A deleted definition's key can be used again; its versions go on where they ended.
CREATE INDEX definition_ended ON definition (project_id, kind, key) WHERE deleted;

GRANT SELECT, INSERT, DELETE ON idempotent_request TO "${runtime}";

-- The one token that is made at the first start.
CREATE TABLE admin_token (
  only_row boolean NOT NULL DEFAULT true,
  selector text NOT NULL,
  secret_hash bytea NOT NULL,          -- SHA-256 of the secret
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT admin_token_pk PRIMARY KEY (only_row),
  CONSTRAINT admin_token_has_one_row CHECK (only_row),
  CONSTRAINT admin_token_hash_is_sha256 CHECK (octet_length(secret_hash) = 32)
);

-- What is kept of an SDK key's secret, apart from its definition, which everybody who reads the history sees.
CREATE TABLE sdk_key_secret (
  selector text NOT NULL,
  secret_hash bytea NOT NULL,          -- SHA-256 of the secret
  definition_id uuid NOT NULL,
  CONSTRAINT sdk_key_secret_pk PRIMARY KEY (selector),
  CONSTRAINT sdk_key_secret_definition UNIQUE (definition_id),
  CONSTRAINT sdk_key_secret_hash_is_sha256 CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT sdk_key_secret_definition_fk FOREIGN KEY (definition_id) REFERENCES definition (definition_id)
);

GRANT SELECT, INSERT ON admin_token, sdk_key_secret TO "${runtime}";
