// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable compiled view of every flag and segment of one environment.
///
/// Safe to share. Replaced as a whole, so one evaluation never sees two versions.
@SuppressWarnings("DoNotCallSuggester") // bodies land next
public final class FlagSnapshot {

  private FlagSnapshot() {}

  /// Checks and prepares everything. A broken flag is reported and isolated; it does not hold up the others.
  public static Compilation compile(EnvironmentDefinition definition) {
    throw notYet();
  }

  /// The next snapshot: equal to compiling all definitions anew, but compiles only what changed and what refers to it.
  public Compilation with(EnvironmentChange change) {
    throw notYet();
  }

  /// Decides what the flag serves in this context at this time. Pure, and allocates nothing.
  public Evaluation evaluate(String flagKey, EvaluationContext context, long atEpochMillis) {
    throw notYet();
  }

  /// As {@link #evaluate(String, EvaluationContext, long)}, for a typed getter: TYPE_MISMATCH where a variation is served that
  /// the getter does not read.
  public Evaluation evaluate(
      String flagKey, Getter getter, EvaluationContext context, long atEpochMillis) {
    throw notYet();
  }

  /// The keys of all flags that are not archived, sorted.
  public Set<String> flagKeys() {
    throw notYet();
  }

  /// The flag's type, or null when it is unknown, archived, or of a type that cannot be read.
  public @Nullable FlagType flagType(String flagKey) {
    throw notYet();
  }

  /// Whether the flag can reach a clause on `$now` or a membership that ends. EDGE-11
  public boolean isTimeDependent(String flagKey) {
    throw notYet();
  }

  /// The next instant (epoch milliseconds) at which the flag's answer for this context can change by time alone;
  /// `Long.MAX_VALUE` when there is none. May be too early, never too late: no cached answer may be used from it on.
  public long nextChangeAfter(String flagKey, EvaluationContext context, long atEpochMillis) {
    throw notYet();
  }

  /// All definitions, as they were given, each list sorted by key.
  public EnvironmentDefinition definition() {
    throw notYet();
  }

  public @Nullable FlagDefinition flag(String flagKey) {
    throw notYet();
  }

  public @Nullable Targeting targeting(String flagKey) {
    throw notYet();
  }

  public @Nullable SegmentDefinition segment(String segmentKey) {
    throw notYet();
  }

  /// The flags that require this one, directly or through others, sorted.
  public Set<String> dependantsOfFlag(String flagKey) {
    throw notYet();
  }

  /// The flags that reach this segment through their clauses, other segments and prerequisites, sorted.
  public Set<String> dependantsOfSegment(String segmentKey) {
    throw notYet();
  }

  /// The segments whose clauses reach this one, sorted.
  public Set<String> segmentsUsing(String segmentKey) {
    throw notYet();
  }

  /// Every problem, by kind of definition, then by key.
  public List<DefinitionProblem> problems() {
    throw notYet();
  }

  private static UnsupportedOperationException notYet() {
    return new UnsupportedOperationException("the compiler lands next");
  }
}
