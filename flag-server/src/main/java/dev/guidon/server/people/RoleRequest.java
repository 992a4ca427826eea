// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.directory.RoleDefinition;
import dev.guidon.server.directory.StatementCheck;
import dev.guidon.server.directory.StatementDefinition;
import dev.guidon.server.permission.BuiltInRole;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A role as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
/// @param statements what whoever has it may do: all that any of them allows
@ReadOnly({"id", "version", "receipt"})
record RoleRequest(
    @Nullable String key,
    @Nullable String name,
    @Nullable String description,
    List<StatementDefinition> statements) {

  private static final int MOST_STATEMENTS = 100;

  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    String newKey = Objects.requireNonNull(key);
    if (BuiltInRole.of(newKey).isPresent()) {
      throw ProblemException.conflict(
          "key-taken", "key: " + newKey + " is a built-in role's (expected: another key)");
    }
    return newKey;
  }

  RoleDefinition definition(String pathKey) {
    var faults =
        new Faults()
            .requireText("/name", name, 200)
            .requireText("/description", description, 4_000)
            .requireAtMost("/statements", "statements", statements.size(), MOST_STATEMENTS)
            .requireSameKey(key, pathKey);
    if (faults.isEmpty()) {
      for (int i = 0; i < statements.size(); i++) {
        StatementCheck.role(faults, "/statements/" + i, statements.get(i));
      }
    }
    faults.refuseIfAny("definition-refused");
    return new RoleDefinition(
        name == null ? pathKey : name, description == null ? "" : description, statements);
  }
}
