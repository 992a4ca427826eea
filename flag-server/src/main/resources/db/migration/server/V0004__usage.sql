-- SPDX-License-Identifier: Apache-2.0
-- How often SDKs served what. Written by each node every few seconds; never under the head's lock.

CREATE TABLE usage_count (
  environment_id uuid                     NOT NULL,
  hour           timestamp with time zone NOT NULL,   -- its beginning
  flag_key       text                     NOT NULL,   -- as asked for
  variation_key  text                     NOT NULL,   -- empty: the caller's default was used
  reason         text                     NOT NULL,
  count          bigint                   NOT NULL,
  CONSTRAINT usage_count_pk PRIMARY KEY (environment_id, hour, flag_key, variation_key, reason),
  CONSTRAINT usage_count_not_negative CHECK (count >= 0)
);

CREATE INDEX usage_count_hour ON usage_count (hour);

-- Which reports of an SDK instance are in the sums: the newest, and by a bit each of those just below it.
CREATE TABLE usage_instance (
  environment_id uuid                     NOT NULL,
  instance       text                     NOT NULL,
  newest_report  bigint                   NOT NULL,
  seen_reports   bigint                   NOT NULL,   -- bit n: newest_report - n
  last_at        timestamp with time zone NOT NULL,
  CONSTRAINT usage_instance_pk PRIMARY KEY (environment_id, instance)
);

CREATE INDEX usage_instance_last_at ON usage_instance (last_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON usage_count, usage_instance TO "${runtime}";
