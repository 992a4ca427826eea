-- SPDX-License-Identifier: Apache-2.0
-- People, what they may do, and the tokens they show. All of it is definitions; beside them lies only what must not be in the history.

ALTER TABLE definition
  DROP CONSTRAINT definition_kind_known,
  ADD CONSTRAINT definition_kind_known CHECK (kind IN (
    'project', 'environment', 'flag', 'targeting', 'segment', 'sdk-key',
    -- of no project: their project_id is the nil UUID
    'user', 'service-account', 'group', 'role', 'grant', 'token', 'admin-token'));

-- Each node knows these by heart and asks for what is newer than what it knows, under the head's lock too.
CREATE INDEX definition_access ON definition (current_seq)
  WHERE kind IN ('project', 'environment', 'user', 'service-account', 'group', 'role', 'grant', 'token', 'admin-token');

-- What is kept of a token's secret.
CREATE TABLE api_token_secret (
  selector text NOT NULL,
  secret_hash bytea NOT NULL,          -- SHA-256 of the secret
  definition_id uuid NOT NULL,
  CONSTRAINT api_token_secret_pk PRIMARY KEY (selector),
  CONSTRAINT api_token_secret_definition UNIQUE (definition_id),
  CONSTRAINT api_token_secret_hash_is_sha256 CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT api_token_secret_definition_fk FOREIGN KEY (definition_id) REFERENCES definition (definition_id)
);

GRANT SELECT, INSERT ON api_token_secret TO "${runtime}";

-- When each token was last used, to the minute. Written by each node now and then; never under the head's lock.
CREATE TABLE api_token_use (
  selector text NOT NULL,
  last_used_at timestamp with time zone NOT NULL,
  CONSTRAINT api_token_use_pk PRIMARY KEY (selector)
);

GRANT SELECT, INSERT, UPDATE ON api_token_use TO "${runtime}";
