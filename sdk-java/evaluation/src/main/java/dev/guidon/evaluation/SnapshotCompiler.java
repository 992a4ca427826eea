// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.DefinitionProblem.Kind;
import dev.guidon.evaluation.definition.Definitions;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the next snapshot of a snapshot and a change.
///
/// Compiled definitions hold those they refer to. So what is compiled is what changed and everything that refers to it, directly
/// or through others, each after what it refers to; all else is taken over.
final class SnapshotCompiler {

  private final FlagSnapshot base;
  private final Definitions definitions;
  private final Map<String, FlagSource> changedFlags;
  private final Map<String, @Nullable SegmentDefinition> changedSegments;
  private final KeyTable.Editor<CompiledFlag> flags;
  private final KeyTable.Editor<CompiledSegment> segments;
  private final Interner interner = new Interner();
  private final List<DefinitionProblem> found = new ArrayList<>();
  private int compiledCount;

  private SnapshotCompiler(FlagSnapshot base, EnvironmentChange change, Definitions definitions) {
    this.base = base;
    this.definitions = definitions;
    this.changedFlags = changedFlags(base, change);
    this.changedSegments =
        changed("segments", change.segments(), SegmentDefinition::key, change.deletedSegments());
    this.flags = base.flags.edit();
    this.segments = base.segments.edit();
  }

  /// @param definitions all of them after the change
  static Compilation compile(FlagSnapshot base, EnvironmentChange change, Definitions definitions) {
    return new SnapshotCompiler(base, change, definitions).compile();
  }

  private Compilation compile() {
    Referrers requiringFlags = requiringFlags();
    Referrers segmentsNaming = segmentsNaming();
    Referrers flagsNaming = flagsNaming();

    Set<String> affectedSegments = segmentsNaming.closure(changedSegments.keySet());
    Set<String> changedOrNaming = new LinkedHashSet<>(changedFlags.keySet());
    affectedSegments.forEach(segment -> changedOrNaming.addAll(flagsNaming.of(segment)));
    Set<String> affectedFlags = requiringFlags.closure(changedOrNaming);

    compileSegments(affectedSegments);
    compileFlags(affectedFlags);

    FlagSnapshot snapshot =
        new FlagSnapshot(
            flags.table(),
            segments.table(),
            requiringFlags,
            flagsNaming,
            segmentsNaming,
            flagKeys(),
            definitions,
            problems(affectedFlags, affectedSegments));
    return new Compilation(
        snapshot, snapshot.problems(), Collections.unmodifiableSet(affectedFlags), compiledCount);
  }

  // What changes.

  private static Map<String, FlagSource> changedFlags(FlagSnapshot base, EnvironmentChange change) {
    Map<String, @Nullable FlagDefinition> definitions =
        changed("flags", change.flags(), FlagDefinition::key, change.deletedFlags());
    Map<String, @Nullable Targeting> targetings =
        changed("targetings", change.targetings(), Targeting::flagKey, change.deletedTargetings());
    Set<String> keys = new LinkedHashSet<>(definitions.keySet());
    keys.addAll(targetings.keySet());

    Map<String, FlagSource> changed = new LinkedHashMap<>();
    for (String key : keys) {
      FlagDefinition definition =
          definitions.containsKey(key) ? definitions.get(key) : base.flag(key);
      Targeting targeting = targetings.containsKey(key) ? targetings.get(key) : base.targeting(key);
      changed.put(key, FlagSource.of(definition, targeting));
    }
    return changed;
  }

  /// What is put by its key, and null for what is deleted.
  private static <T> Map<String, @Nullable T> changed(
      String field, List<T> put, Function<T, String> keyOf, List<String> deleted) {
    Map<String, @Nullable T> changed = new LinkedHashMap<>();
    put.forEach(definition -> putOnce(field, changed, keyOf.apply(definition), definition));
    deleted.forEach(key -> putOnce(field, changed, key, null));
    return changed;
  }

  private static <T> void putOnce(
      String field, Map<String, @Nullable T> changed, String key, @Nullable T definition) {
    if (changed.containsKey(key)) {
      throw new IllegalArgumentException(field + ": " + key + " twice (expected: each key once)");
    }
    changed.put(key, definition);
  }

  // Who refers to what.

  private Referrers requiringFlags() {
    Referrers.Editor editor = base.requiringFlags.edit();
    changedFlags.forEach((key, source) ->
        editor.change(key, referencesBefore(key).flags(), source.references().flags()));
    return editor.referrers();
  }

  private Referrers flagsNaming() {
    Referrers.Editor editor = base.flagsNaming.edit();
    changedFlags.forEach((key, source) ->
        editor.change(key, referencesBefore(key).segments(), source.references().segments()));
    return editor.referrers();
  }

  private Referrers segmentsNaming() {
    Referrers.Editor editor = base.segmentsNaming.edit();
    changedSegments.forEach((key, segment) -> {
      CompiledSegment before = base.segments.get(key);
      editor.change(
          key,
          before == null ? List.of() : before.segments,
          segment == null ? List.of() : References.of(segment).segments());
    });
    return editor.referrers();
  }

  private References referencesBefore(String key) {
    CompiledFlag before = base.flags.get(key);
    return before == null ? References.NONE : before.references;
  }

  private boolean wasKnown(String key) {
    CompiledFlag before = base.flags.get(key);
    return before != null && before.known;
  }

  // Segments.

  private void compileSegments(Set<String> keys) {
    Map<String, SegmentDefinition> sources = new LinkedHashMap<>();
    for (String key : keys) {
      SegmentDefinition source =
          changedSegments.containsKey(key) ? changedSegments.get(key) : definitions.segment(key);
      if (source == null) {
        segments.remove(key);
      } else {
        sources.put(key, source);
      }
    }
    DependencyOrder order =
        DependencyOrder.of(
            sources.keySet(),
            key -> referencesOf(sources, key, segment -> References.of(segment).segments()));
    for (String key : order.order()) {
      SegmentDefinition source = sources.get(key);
      if (source != null) {
        segments.put(
            key, new SegmentCompiler(source, segmentsFor(key, order), interner, found).compile());
        compiledCount++;
      }
    }
  }

  private ClauseCompiler.Segments segmentsFor(String from, DependencyOrder order) {
    return new ClauseCompiler.Segments() {
      @Override
      public @Nullable CompiledSegment segment(String key) {
        return segments.get(key);
      }

      @Override
      public boolean leadsBack(String key) {
        return order.leadsBack(from, key);
      }
    };
  }

  // Flags.

  private void compileFlags(Set<String> keys) {
    Map<String, FlagSource> sources = new LinkedHashMap<>();
    for (String key : keys) {
      FlagSource changed = changedFlags.get(key);
      FlagSource source =
          changed == null
              ? FlagSource.of(definitions.flag(key), definitions.targeting(key))
              : changed;
      if (!source.isKnown()) {
        // Those that require it may be compiled before it, and must not find what it was.
        flags.remove(key);
      }
      if (!source.isEmpty()) {
        sources.put(key, source);
      }
    }
    DependencyOrder order =
        DependencyOrder.of(
            sources.keySet(),
            key ->
                requiredAndKnown(
                    sources, referencesOf(sources, key, flag -> flag.references().flags())));
    ClauseCompiler.Segments anySegment =
        segmentsFor("", DependencyOrder.of(List.of(), any -> List.of()));
    for (String key : order.order()) {
      FlagSource source = sources.get(key);
      if (source != null) {
        flags.put(key, compiled(source, flagsFor(key, order), anySegment));
      }
    }
  }

  private CompiledFlag compiled(
      FlagSource source, FlagCompiler.Flags required, ClauseCompiler.Segments named) {
    FlagDefinition definition = source.definition();
    if (definition == null) {
      // A targeting for a flag that there is not does nothing. EVAL-1.21
      return CompiledFlag.settled(
          source, Links.NONE, false, null, Evaluation.error(ErrorKind.FLAG_NOT_FOUND));
    }
    compiledCount++;
    return new FlagCompiler(source, definition, required, named, interner, found).compile();
  }

  private FlagCompiler.Flags flagsFor(String from, DependencyOrder order) {
    return new FlagCompiler.Flags() {
      @Override
      public @Nullable CompiledFlag flag(String key) {
        return flags.get(key);
      }

      @Override
      public boolean leadsBack(String key) {
        return order.leadsBack(from, key);
      }
    };
  }

  /// No path leads through flags that are archived. EVAL-6.12
  private static List<String> requiredAndKnown(
      Map<String, FlagSource> sources, List<String> required) {
    return required.stream()
        .filter(key -> sources.getOrDefault(key, FlagSource.NONE).isKnown())
        .toList();
  }

  private static <T> List<String> referencesOf(
      Map<String, T> sources, String key, Function<T, List<String>> references) {
    T source = sources.get(key);
    return source == null ? List.of() : references.apply(source);
  }

  // The rest of the snapshot.

  private SortedKeys flagKeys() {
    Set<String> added = new HashSet<>();
    Set<String> removed = new HashSet<>();
    changedFlags.forEach((key, source) -> {
      boolean before = wasKnown(key);
      if (source.isKnown() && !before) {
        added.add(key);
      } else if (before && !source.isKnown()) {
        removed.add(key);
      }
    });
    return base.flagKeys.with(added, removed);
  }

  private List<DefinitionProblem> problems(
      Collection<String> affectedFlags, Collection<String> affectedSegments) {
    List<DefinitionProblem> problems = new ArrayList<>(found);
    for (DefinitionProblem problem : base.problems()) {
      Collection<String> affected =
          problem.kind() == Kind.SEGMENT ? affectedSegments : affectedFlags;
      if (!affected.contains(problem.key())) {
        problems.add(problem);
      }
    }
    problems.sort(
        Comparator.comparing(DefinitionProblem::kind).thenComparing(DefinitionProblem::key));
    return List.copyOf(problems);
  }
}
