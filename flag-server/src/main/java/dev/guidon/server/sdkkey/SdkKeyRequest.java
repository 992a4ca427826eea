// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import org.jspecify.annotations.Nullable;

/// An SDK key as people ask for it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
@ReadOnly({"id", "selector", "token", "version", "receipt"})
record SdkKeyRequest(@Nullable String key, @Nullable String name) {

  String newKey() {
    var faults = new Faults();
    if (key == null) {
      faults.add("/key", "missing", "missing (expected: a key)");
    } else {
      faults.requireKey("/key", key);
    }
    faults.requireText("/name", name, 200);
    faults.refuseIfAny("definition-refused");
    return key == null ? "" : key;
  }

  String nameOr(String pathKey) {
    var faults = new Faults().requireText("/name", name, 200);
    if (key != null && !key.equals(pathKey)) {
      faults.add("/key", "key-fixed", key + " (expected: " + pathKey + "; a key never changes)");
    }
    faults.refuseIfAny("definition-refused");
    return name == null ? pathKey : name;
  }
}
