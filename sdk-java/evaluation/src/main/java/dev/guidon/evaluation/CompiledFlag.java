// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.FlagType;
import org.jspecify.annotations.Nullable;

/// A flag with its targeting in one environment, ready to be asked.
final class CompiledFlag {

  private static final CompiledPrerequisite[] NO_PREREQUISITES = {};
  private static final CompiledTarget[] NO_TARGETS = {};
  private static final CompiledRule[] NO_RULES = {};
  private static final Evaluation NOTHING_TO_BUCKET_BY =
      Evaluation.error(ErrorKind.TARGETING_KEY_MISSING);

  /// Whether evaluation knows the flag: there is a definition, and it is not archived.
  final boolean known;

  final References references;
  final Links links;
  final boolean on;

  /// Null only when no variation is ever served.
  final @Nullable FlagType type;

  // The answer where it does not depend on the context, or else the steps to it.
  private final @Nullable Evaluation settled;
  private final CompiledPrerequisite[] prerequisites;
  private final CompiledTarget[] targets;
  private final CompiledRule[] rules;
  private final @Nullable CompiledRule fallthrough;

  private CompiledFlag(
      boolean known,
      References references,
      Links links,
      boolean on,
      @Nullable FlagType type,
      @Nullable Evaluation settled,
      CompiledPrerequisite[] prerequisites,
      CompiledTarget[] targets,
      CompiledRule[] rules,
      @Nullable CompiledRule fallthrough) {
    this.known = known;
    this.references = references;
    this.links = links;
    this.on = on;
    this.type = type;
    this.settled = settled;
    this.prerequisites = prerequisites;
    this.targets = targets;
    this.rules = rules;
    this.fallthrough = fallthrough;
  }

  /// A flag with the same answer for everybody, at any time.
  static CompiledFlag settled(
      FlagSource source, Links links, boolean on, @Nullable FlagType type, Evaluation answer) {
    return new CompiledFlag(
        source.isKnown(),
        source.references(),
        links,
        on,
        type,
        answer,
        NO_PREREQUISITES,
        NO_TARGETS,
        NO_RULES,
        null);
  }

  /// A flag that is on.
  ///
  /// @param fallthrough a rule without clauses
  static CompiledFlag decided(
      FlagSource source,
      Links links,
      FlagType type,
      CompiledPrerequisite[] prerequisites,
      CompiledTarget[] targets,
      CompiledRule[] rules,
      CompiledRule fallthrough) {
    return new CompiledFlag(
        source.isKnown(),
        source.references(),
        links,
        true,
        type,
        null,
        prerequisites,
        targets,
        rules,
        fallthrough);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  Evaluation evaluate(EvaluationContext context, long at) {
    return settled != null ? settled : decide(context, at);
  }

  /// EVAL-5.8 to 5.11
  private Evaluation decide(EvaluationContext context, long at) {
    for (CompiledPrerequisite prerequisite : prerequisites) {
      if (!prerequisite.passes(context, at)) {
        return prerequisite.failed;
      }
    }
    for (CompiledTarget target : targets) {
      if (target.holds(context)) {
        return target.served;
      }
    }
    for (CompiledRule rule : rules) {
      Evaluation served = rule.evaluate(context, at);
      if (served != null) {
        return served;
      }
    }
    Evaluation served = fallthrough == null ? null : fallthrough.evaluate(context, at);
    return served == null ? NOTHING_TO_BUCKET_BY : served;
  }

  /// The next epoch millisecond at which the answer can change by time alone.
  long nextChangeAfter(EvaluationContext context, long at) {
    Timetable timetable = links.timetable();
    return settled != null || timetable == null
        ? Timetable.NEVER
        : timetable.nextChangeAfter(context, at);
  }
}
