// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import java.util.UUID;

/// Events for tests; each sets only what the test is about.
final class Events {

  static final UUID PROJECT = UUID.fromString("0199c1a0-0000-7000-8000-000000000001");
  static final UUID PRODUCTION = UUID.fromString("0199c1a0-0000-7000-8000-000000000002");
  static final String FLAG_ID = "0199c1a0-0000-7000-8000-000000000003";
  static final String USER_ID = "0199c1a0-0000-7000-8000-000000000004";

  private Events() {}

  static AuditEvent flagTurned(String before, String after) {
    return event(
        new Target("targeting", "checkout", FLAG_ID),
        new Change.Updated(
            JsonValue.parse("{\"on\":" + before + "}"), JsonValue.parse("{\"on\":" + after + "}")));
  }

  static AuditEvent about(String targetId) {
    return event(new Target("flag", "checkout", targetId), new Change.None());
  }

  static AuditEvent of(Change change) {
    return event(new Target("flag", "checkout", FLAG_ID), change);
  }

  static AuditEvent event(Target target, Change change) {
    return new AuditEvent(
        Actor.user(USER_ID, "Ada Lovelace"),
        new Origin(
            new Via(Via.Kind.PAT, "k3Jw0sPq9LxT2vBn"), "req-1", "op-1", "192.0.2.7", "curl/8.5.0"),
        new Scope.Environment(PROJECT, PRODUCTION),
        "targeting.updated",
        target,
        "Off until the tax bug is fixed",
        change,
        Outcome.SUCCEEDED);
  }

  static EnvironmentRevision revision(long prevRev, long rev) {
    return new EnvironmentRevision(PRODUCTION, prevRev, rev, Hash.ofNothing());
  }
}
