// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import dev.guidon.evaluation.definition.Allocation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One edit of weights and the allocation that it must lead to.
///
/// @param variations the keys of the flag's variations, in the flag's order
/// @param from null: there is no allocation yet
/// @param weights by variation, in the order in which they were written
/// @param to null: the edit is refused
/// @param movedBuckets how many buckets get another variation than before; all of them when there was no allocation
/// @param participants those that can be asked
public record AllocationCase(
    String topic,
    String group,
    String name,
    String requirement,
    List<String> variations,
    @Nullable Allocation from,
    Map<String, Integer> weights,
    @Nullable Allocation to,
    int movedBuckets,
    Set<Participant> participants) {

  public AllocationCase {
    variations = List.copyOf(variations);
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    participants = Set.copyOf(participants);
  }

  @Override
  public String toString() {
    return requirement + " " + group + ": " + name;
  }
}
