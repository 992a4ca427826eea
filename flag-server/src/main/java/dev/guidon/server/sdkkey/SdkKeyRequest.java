// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An SDK key as people ask for it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
@ReadOnly({"id", "selector", "token", "version", "receipt"})
record SdkKeyRequest(@Nullable String key, @Nullable String name) {

  String newKey() {
    new Faults()
        .requireNewKey(key)
        .requireText("/name", name, 200)
        .refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  String nameOr(String pathKey) {
    new Faults()
        .requireText("/name", name, 200)
        .requireSameKey(key, pathKey)
        .refuseIfAny("definition-refused");
    return name == null ? pathKey : name;
  }
}
