// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import dev.guidon.server.directory.StatementCheck;
import dev.guidon.server.directory.TokenDefinition;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token as people ask for it.
///
/// @param name what it is for
/// @param user whose it is to be, when it is somebody else's
/// @param serviceAccount whose it is to be, when it is a service account's
/// @param actions what it may do of what its owner may, as patterns; everything if left out
/// @param projects where, as patterns of keys; everywhere if left out
/// @param environments where, as patterns of keys; everywhere if left out
/// @param expiresAt in 90 days if left out
@ReadOnly({
  "selector",
  "kind",
  "id",
  "createdAt",
  "createdBy",
  "lastUsedAt",
  "unused",
  "neverExpires",
  "expired",
  "legacy",
  "token",
  "version",
  "receipt"
})
record TokenRequest(
    @Nullable String name,
    @Nullable String user,
    @Nullable String serviceAccount,
    List<String> actions,
    List<String> projects,
    List<String> environments,
    @Nullable Instant expiresAt) {

  String checkedName() {
    var faults = new Faults();
    if (name == null || name.isBlank()) {
      faults.add("/name", "missing", "missing (expected: what the token is for)");
    }
    faults.requireText("/name", name, 200);
    StatementCheck.scope(faults, "", scope());
    faults.refuseIfAny("definition-refused");
    return name == null ? "" : name;
  }

  TokenDefinition.Scope scope() {
    return new TokenDefinition.Scope(
        actions.isEmpty() ? List.of("*") : actions, projects, environments);
  }

  /// When it expires.
  ///
  /// @param unasked how long it holds when nothing is said
  /// @param longest how long any token may hold
  Instant expiry(Instant now, Duration unasked, Duration longest) {
    if (expiresAt == null) {
      return now.plus(unasked);
    }
    var faults = new Faults();
    if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(longest))) {
      faults.add(
          "/expiresAt",
          "invalid-expiry",
          expiresAt + " (expected: from now on, at most " + longest.toDays() + " days ahead)");
    }
    faults.refuseIfAny("definition-refused");
    return expiresAt;
  }
}
