// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.Definitions;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Definitions held as they were given. Immutable.
record HeldDefinitions(
    KeyTable<FlagDefinition> flags,
    KeyTable<Targeting> targetings,
    KeyTable<SegmentDefinition> segments)
    implements Definitions {

  static final HeldDefinitions NONE =
      new HeldDefinitions(KeyTable.empty(), KeyTable.empty(), KeyTable.empty());

  static HeldDefinitions of(EnvironmentDefinition definition) {
    return NONE.with(EnvironmentChange.to(definition));
  }

  HeldDefinitions with(EnvironmentChange change) {
    return new HeldDefinitions(
        with(flags, change.flags(), FlagDefinition::key, change.deletedFlags()),
        with(targetings, change.targetings(), Targeting::flagKey, change.deletedTargetings()),
        with(segments, change.segments(), SegmentDefinition::key, change.deletedSegments()));
  }

  private static <T> KeyTable<T> with(
      KeyTable<T> table, List<T> put, Function<T, String> keyOf, List<String> deleted) {
    KeyTable.Editor<T> editor = table.edit();
    put.forEach(definition -> editor.put(keyOf.apply(definition), definition));
    deleted.forEach(editor::remove);
    return editor.table();
  }

  @Override
  public @Nullable FlagDefinition flag(String key) {
    return flags.get(key);
  }

  @Override
  public @Nullable Targeting targeting(String flagKey) {
    return targetings.get(flagKey);
  }

  @Override
  public @Nullable SegmentDefinition segment(String key) {
    return segments.get(key);
  }
}
