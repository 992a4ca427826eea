-- SPDX-License-Identifier: Apache-2.0
-- The public keys that the log was signed with, the first one first. Whoever verifies the log believes in a key that they
-- got elsewhere, not in these; here nodes see whether they have the same, and verifiers which key followed which.
CREATE TABLE audit_key (
  number     bigint NOT NULL,
  kid        text   NOT NULL,
  jwk        text   NOT NULL,
  succession text,                     -- a JWS of the key before over this one
  CONSTRAINT audit_key_pk PRIMARY KEY (number),
  CONSTRAINT audit_key_kid_unique UNIQUE (kid),
  CONSTRAINT audit_key_number_positive CHECK (number > 0),
  CONSTRAINT audit_key_succeeds CHECK ((number = 1) = (succession IS NULL))
);

CREATE TRIGGER audit_key_keep BEFORE UPDATE OR DELETE ON audit_key
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_key_keep_all BEFORE TRUNCATE ON audit_key
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
ALTER TABLE audit_key ENABLE ALWAYS TRIGGER audit_key_keep;
ALTER TABLE audit_key ENABLE ALWAYS TRIGGER audit_key_keep_all;

REVOKE ALL ON audit_key FROM PUBLIC, ${runtime};
GRANT SELECT, INSERT ON audit_key TO ${runtime};
