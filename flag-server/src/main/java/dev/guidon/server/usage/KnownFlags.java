// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the number of flag keys that usage is counted for in bounds: those that exist, and some that programs ask for
/// though they do not exist, which is worth knowing. A program that makes keys up as it goes fills no table.
final class KnownFlags {

  static final int MOST_UNKNOWN = 200;

  /// No key, so that it cannot be taken for one.
  static final String OTHER = "(other)";

  private final EnvironmentSnapshots snapshots;
  private final Map<UUID, Set<String>> unknown = new ConcurrentHashMap<>();

  KnownFlags(EnvironmentSnapshots snapshots) {
    this.snapshots = snapshots;
  }

  /// The key to count under.
  String nameOf(UUID environmentId, String key) {
    Optional<EnvironmentSnapshot> environment = snapshots.current(environmentId);
    boolean exists =
        environment.isPresent()
            && environment.get().state().find(new DefinitionName(DefinitionKind.FLAG, key)) != null;
    return exists || admits(environmentId, key) ? key : OTHER;
  }

  private boolean admits(UUID environmentId, String key) {
    Set<String> keys = unknown.computeIfAbsent(environmentId, _ -> new HashSet<>());
    synchronized (keys) {
      return keys.contains(key) || (keys.size() < MOST_UNKNOWN && keys.add(key));
    }
  }

  /// Admits other unknown keys from now on.
  void forget() {
    unknown.clear();
  }
}
