// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What turns the objects of one revision into those of a later one.
///
/// A name occurs at most once, among the puts or among the deletes. Deleting what is not there does nothing, because
/// a delta that was merged from several may delete what only one of them had put.
public record EnvironmentDelta(List<DefinitionObject> puts, List<DefinitionName> deletes) {

  public static final EnvironmentDelta EMPTY = new EnvironmentDelta(List.of(), List.of());

  public EnvironmentDelta {
    puts = List.copyOf(puts);
    deletes = List.copyOf(deletes);
    Set<DefinitionName> names = new HashSet<>();
    for (DefinitionObject put : puts) {
      requireNew(names, put.name());
    }
    for (DefinitionName delete : deletes) {
      requireNew(names, delete);
    }
  }

  private static void requireNew(Set<DefinitionName> names, DefinitionName name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "definition: " + name.kind() + " " + name.key() + " occurs twice (expected: once)");
    }
  }

  public boolean isEmpty() {
    return puts.isEmpty() && deletes.isEmpty();
  }

  /// One delta that does what this one and then `next` do.
  public EnvironmentDelta then(EnvironmentDelta next) {
    Map<DefinitionName, DefinitionObject> mergedPuts = new LinkedHashMap<>();
    Set<DefinitionName> mergedDeletes = new LinkedHashSet<>(deletes);
    for (DefinitionObject put : puts) {
      mergedPuts.put(put.name(), put);
    }
    for (DefinitionObject put : next.puts) {
      mergedPuts.put(put.name(), put);
      mergedDeletes.remove(put.name());
    }
    for (DefinitionName delete : next.deletes) {
      mergedPuts.remove(delete);
      mergedDeletes.add(delete);
    }
    return new EnvironmentDelta(List.copyOf(mergedPuts.values()), List.copyOf(mergedDeletes));
  }
}
