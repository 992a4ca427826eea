// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.Definitions;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An immutable compiled view of every flag and segment of one environment.
///
/// Safe to share. Replaced as a whole, so one evaluation never sees two versions.
public final class FlagSnapshot {

  /// A snapshot without flags.
  public static final FlagSnapshot EMPTY =
      new FlagSnapshot(
          KeyTable.empty(),
          KeyTable.empty(),
          Referrers.NONE,
          Referrers.NONE,
          Referrers.NONE,
          SortedKeys.NONE,
          HeldDefinitions.NONE,
          List.of());

  private static final Evaluation FLAG_NOT_FOUND = Evaluation.error(ErrorKind.FLAG_NOT_FOUND);
  private static final Evaluation INVALID_CONTEXT = Evaluation.error(ErrorKind.INVALID_CONTEXT);
  private static final Evaluation TYPE_MISMATCH = Evaluation.error(ErrorKind.TYPE_MISMATCH);

  final KeyTable<CompiledFlag> flags;
  final KeyTable<CompiledSegment> segments;
  final Referrers requiringFlags;
  final Referrers flagsNaming;
  final Referrers segmentsNaming;
  final SortedKeys flagKeys;
  final Definitions definitions;
  private final List<DefinitionProblem> problems;

  /// @param flags also those that are archived, or have a targeting only
  /// @param requiringFlags which flags require a flag
  /// @param flagsNaming which flags name a segment in their clauses
  /// @param segmentsNaming which segments name a segment in their clauses
  /// @param flagKeys of flags that are not archived
  FlagSnapshot(
      KeyTable<CompiledFlag> flags,
      KeyTable<CompiledSegment> segments,
      Referrers requiringFlags,
      Referrers flagsNaming,
      Referrers segmentsNaming,
      SortedKeys flagKeys,
      Definitions definitions,
      List<DefinitionProblem> problems) {
    this.flags = flags;
    this.segments = segments;
    this.requiringFlags = requiringFlags;
    this.flagsNaming = flagsNaming;
    this.segmentsNaming = segmentsNaming;
    this.flagKeys = flagKeys;
    this.definitions = definitions;
    this.problems = problems;
  }

  /// Checks and prepares everything. A broken flag is reported and isolated; it does not hold up the others.
  public static Compilation compile(EnvironmentDefinition definition) {
    return EMPTY.with(EnvironmentChange.to(definition));
  }

  /// The next snapshot: equal to compiling all definitions anew, but compiles only what changed and what refers to it.
  public Compilation with(EnvironmentChange change) {
    HeldDefinitions held =
        definitions instanceof HeldDefinitions all ? all : HeldDefinitions.of(definition());
    return with(change, held.with(change));
  }

  /// As {@link #with(EnvironmentChange)}, where somebody else keeps the definitions.
  ///
  /// @param next all definitions after the change
  public Compilation with(EnvironmentChange change, Definitions next) {
    return SnapshotCompiler.compile(this, change, next);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Decides what the flag serves in this context at this time. Pure, and allocates nothing.
  public Evaluation evaluate(String flagKey, EvaluationContext context, long atEpochMillis) {
    if (!context.valid) {
      return INVALID_CONTEXT;
    }
    CompiledFlag flag = flags.get(flagKey);
    return flag == null ? FLAG_NOT_FOUND : flag.evaluate(context, atEpochMillis);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// As {@link #evaluate(String, EvaluationContext, long)}, for a typed getter: TYPE_MISMATCH where a variation is served that
  /// the getter does not read.
  public Evaluation evaluate(
      String flagKey, Getter getter, EvaluationContext context, long atEpochMillis) {
    if (!context.valid) {
      return INVALID_CONTEXT;
    }
    CompiledFlag flag = flags.get(flagKey);
    if (flag == null) {
      return FLAG_NOT_FOUND;
    }
    Evaluation evaluation = flag.evaluate(context, atEpochMillis);
    Value value = evaluation.value();
    return value == null || (flag.type != null && getter.reads(flag.type, value))
        ? evaluation
        : TYPE_MISMATCH;
  }

  /// The keys of all flags that are not archived, sorted.
  public Set<String> flagKeys() {
    return flagKeys;
  }

  /// The flag's type, or null when it is unknown, archived, or of a type that cannot be read.
  public @Nullable FlagType flagType(String flagKey) {
    CompiledFlag flag = known(flagKey);
    return flag == null ? null : flag.type;
  }

  /// Whether the flag can reach a clause on `$now` or a membership that ends. EDGE-11
  public boolean isTimeDependent(String flagKey) {
    CompiledFlag flag = known(flagKey);
    return flag != null && flag.links.timetable() != null;
  }

  /// The next instant (epoch milliseconds) at which the flag's answer for this context can change by time alone;
  /// `Long.MAX_VALUE` when there is none. May be too early, never too late: no cached answer may be used from it on.
  public long nextChangeAfter(String flagKey, EvaluationContext context, long atEpochMillis) {
    CompiledFlag flag = known(flagKey);
    return flag == null || !context.valid
        ? Timetable.NEVER
        : flag.nextChangeAfter(context, atEpochMillis);
  }

  /// All definitions, as they were given, each list sorted by key.
  public EnvironmentDefinition definition() {
    return new EnvironmentDefinition(
        all(flags, definitions::flag),
        all(flags, definitions::targeting),
        all(segments, definitions::segment));
  }

  /// Those that there are, sorted by key.
  private static <T> List<T> all(KeyTable<?> keys, Function<String, @Nullable T> definitionOf) {
    List<String> sorted = new ArrayList<>(keys.size());
    keys.forEach((key, any) -> sorted.add(key));
    Collections.sort(sorted);
    List<T> all = new ArrayList<>(sorted.size());
    for (String key : sorted) {
      T definition = definitionOf.apply(key);
      if (definition != null) {
        all.add(definition);
      }
    }
    return all;
  }

  /// The flag as it was given, archived or not.
  public @Nullable FlagDefinition flag(String flagKey) {
    return definitions.flag(flagKey);
  }

  /// The flag's targeting as it was given, or null when the environment has none for it.
  public @Nullable Targeting targeting(String flagKey) {
    return definitions.targeting(flagKey);
  }

  /// The segment as it was given.
  public @Nullable SegmentDefinition segment(String segmentKey) {
    return definitions.segment(segmentKey);
  }

  /// The flags that require this one, directly or through others, sorted; itself only when it is on a cycle.
  public Set<String> dependantsOfFlag(String flagKey) {
    return SortedKeys.of(requiringFlags.closure(requiringFlags.of(flagKey)));
  }

  /// The flags that reach this segment through their clauses, other segments and prerequisites, sorted.
  public Set<String> dependantsOfSegment(String segmentKey) {
    Set<String> naming = new LinkedHashSet<>();
    segmentsNaming
        .closure(List.of(segmentKey))
        .forEach(segment -> naming.addAll(flagsNaming.of(segment)));
    return SortedKeys.of(requiringFlags.closure(naming));
  }

  /// The segments that reach this one through their clauses, sorted; itself only when it is on a cycle.
  public Set<String> segmentsUsing(String segmentKey) {
    return SortedKeys.of(segmentsNaming.closure(segmentsNaming.of(segmentKey)));
  }

  /// Every problem, by kind of definition, then by key.
  public List<DefinitionProblem> problems() {
    return problems;
  }

  private @Nullable CompiledFlag known(String flagKey) {
    CompiledFlag flag = flags.get(flagKey);
    return flag != null && flag.known ? flag : null;
  }
}
