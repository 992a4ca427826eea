// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.platform.Faults;
import org.jspecify.annotations.Nullable;

/// What is asked of keys in requests.
final class Keys {

  private Keys() {}

  /// The key of what is to be created.
  static String required(@Nullable String key) {
    var faults = new Faults();
    if (key == null) {
      faults.add("/key", "missing", "missing (expected: a key)");
    } else {
      faults.requireKey("/key", key);
    }
    faults.refuseIfAny("definition-refused");
    return key == null ? "" : key;
  }

  static void requireSame(Faults faults, @Nullable String key, String pathKey) {
    if (key != null && !key.equals(pathKey)) {
      faults.add("/key", "key-fixed", key + " (expected: " + pathKey + "; a key never changes)");
    }
  }
}
