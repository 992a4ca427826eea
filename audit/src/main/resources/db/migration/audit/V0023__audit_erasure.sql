-- SPDX-License-Identifier: Apache-2.0
-- ${erase} is the role that erases what identifies a person: it deletes payloads, and can do nothing else.
GRANT SELECT (seq, part), DELETE ON audit_payload TO ${erase};

-- As before, with the role that this installation has for it.
CREATE OR REPLACE FUNCTION audit_refuse_change_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = '${erase}' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% of %: refused (expected: INSERT, or DELETE as ${erase})', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
