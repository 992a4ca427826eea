// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.limits;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.ReadableBytes;

/// Settings `guidon.limits.*`, described in docs/operations/configuration.md: how large what people define may be.
///
/// Lowering one refuses only what grows from then on; what is there already stays and can be made smaller.
///
/// @param flags of a project, archived ones too, and so of each of its environments
/// @param segments of an environment
/// @param snapshotSize of an environment, in bytes as SDKs get them
/// @param flagSize of a flag's values together, and of its targeting in an environment, in bytes of JSON
/// @param valueSize of one variation, in bytes of JSON
/// @param rules of a flag in an environment, or of a segment
/// @param clauses of a rule
/// @param values of a clause
/// @param textParts values of `startsWith`, `endsWith` and `contains` of a flag in an environment, or of a segment: they are tried
///     one after the other
/// @param patterns clauses with `matches` of a flag in an environment, or of a segment
/// @param patternSteps of one pattern, with what it repeats written out: each of them may be tried at each character
/// @param segmentMembers included and excluded ones together
/// @param segmentSize in bytes of JSON
@ConfigurationProperties("guidon.limits")
public record Limits(
    @Bindable(defaultValue = "25000") int flags,
    @Bindable(defaultValue = "1000") int segments,
    @ReadableBytes @Bindable(defaultValue = "64MB") long snapshotSize,
    @ReadableBytes @Bindable(defaultValue = "512KB") long flagSize,
    @ReadableBytes @Bindable(defaultValue = "64KB") long valueSize,
    @Bindable(defaultValue = "200") int rules,
    @Bindable(defaultValue = "50") int clauses,
    @Bindable(defaultValue = "1000") int values,
    @Bindable(defaultValue = "10000") int textParts,
    @Bindable(defaultValue = "50") int patterns,
    @Bindable(defaultValue = "200") int patternSteps,
    @Bindable(defaultValue = "100000") int segmentMembers,
    @ReadableBytes @Bindable(defaultValue = "8MB") long segmentSize) {

  public Limits {
    requirePositive("flags", flags);
    requirePositive("segments", segments);
    requirePositive("snapshot-size", snapshotSize);
    requirePositive("flag-size", flagSize);
    requirePositive("value-size", valueSize);
    requirePositive("rules", rules);
    requirePositive("clauses", clauses);
    requirePositive("values", values);
    requirePositive("text-parts", textParts);
    requirePositive("patterns", patterns);
    requirePositive("pattern-steps", patternSteps);
    requirePositive("segment-members", segmentMembers);
    requirePositive("segment-size", segmentSize);
  }

  private static void requirePositive(String name, long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "guidon.limits." + name + ": " + limit + " (expected: 1 or more)");
    }
  }
}
