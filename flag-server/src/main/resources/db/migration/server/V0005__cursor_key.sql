-- SPDX-License-Identifier: Apache-2.0
-- What cursors of lists are authenticated with, on every node alike. It guards no data: whoever reads it here reads the lists too.
CREATE TABLE cursor_key (
  only_row boolean NOT NULL DEFAULT true,
  secret bytea NOT NULL,
  CONSTRAINT cursor_key_pk PRIMARY KEY (only_row),
  CONSTRAINT cursor_key_has_one_row CHECK (only_row),
  CONSTRAINT cursor_key_is_long_enough CHECK (octet_length(secret) = 32)
);

GRANT SELECT, INSERT ON cursor_key TO "${runtime}";
