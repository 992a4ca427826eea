// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.Change;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.directory.GroupDefinition;
import dev.guidon.server.directory.OwnerDefinition;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A group as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
/// @param users the keys of its users
/// @param serviceAccounts the keys of its service accounts
@ReadOnly({"id", "version", "receipt"})
record GroupRequest(
    @Nullable String key, @Nullable String name, List<String> users, List<String> serviceAccounts) {

  private static final int MOST_MEMBERS = 10_000;

  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  GroupDefinition definition(String pathKey, Change change) {
    new Faults()
        .requireText("/name", name, 200)
        .requireAtMost(
            "/users", "members", (long) users.size() + serviceAccounts.size(), MOST_MEMBERS)
        .requireSameKey(key, pathKey)
        .refuseIfAny("definition-refused");
    List<UUID> members = new ArrayList<>();
    for (String user : users) {
      members.add(
          change.require(OwnerDefinition.USER.ofInstallation(user), Precondition.NONE).id());
    }
    for (String account : serviceAccounts) {
      members.add(
          change
              .require(OwnerDefinition.SERVICE_ACCOUNT.ofInstallation(account), Precondition.NONE)
              .id());
    }
    return new GroupDefinition(name == null ? pathKey : name, members);
  }
}
