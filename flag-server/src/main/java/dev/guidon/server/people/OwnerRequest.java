// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.directory.OwnerDefinition;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A user or a service account as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
/// @param disabled whether they may do nothing for now, and their tokens neither
@ReadOnly({"id", "version", "receipt"})
record OwnerRequest(@Nullable String key, @Nullable String name, boolean disabled) {

  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  OwnerDefinition definition(String pathKey) {
    new Faults()
        .requireText("/name", name, 200)
        .requireSameKey(key, pathKey)
        .refuseIfAny("definition-refused");
    return new OwnerDefinition(name == null ? pathKey : name, disabled);
  }
}
