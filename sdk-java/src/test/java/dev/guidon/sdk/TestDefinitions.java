// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.List;

/// Definitions as tests need them, and the objects they travel as.
public final class TestDefinitions {

  private TestDefinitions() {}

  public static FlagDefinition booleanFlag(String key) {
    return new FlagDefinition(
        key,
        FlagType.BOOLEAN.label(),
        List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
        false);
  }

  /// A flag with one variation, `value`.
  public static FlagDefinition flagOf(String key, FlagType type, Value value) {
    return new FlagDefinition(key, type.label(), List.of(new Variation("value", value)), false);
  }

  public static Targeting serving(String flagKey, String variation) {
    return new Targeting(
        flagKey, true, null, List.of(), List.of(), List.of(), new FixedVariation(variation));
  }

  public static Targeting off(String flagKey, String offVariation) {
    return new Targeting(
        flagKey,
        false,
        offVariation,
        List.of(),
        List.of(),
        List.of(),
        new FixedVariation(offVariation));
  }

  /// On, when the other flag serves `on`; else off.
  public static Targeting requiring(String flagKey, String requiredFlag) {
    return new Targeting(
        flagKey,
        true,
        "off",
        List.of(new Prerequisite(requiredFlag, "on")),
        List.of(),
        List.of(),
        new FixedVariation("on"));
  }

  /// `on` for those in the segment, `off` for all others.
  public static Targeting forSegment(String flagKey, String segmentKey) {
    var clause =
        new Clause(null, null, "inSegment", List.of(Value.of(segmentKey)), false, false, null);
    return new Targeting(
        flagKey,
        true,
        "off",
        List.of(),
        List.of(),
        List.of(new TargetingRule("rule-1", List.of(clause), null, new FixedVariation("on"))),
        new FixedVariation("off"));
  }

  /// `off` until an instant, written as RFC 3339 has it; `on` from then on.
  public static Targeting startingAt(String flagKey, String instant) {
    var clause = new Clause(null, "$now", "after", List.of(Value.of(instant)), false, false, null);
    return new Targeting(
        flagKey,
        true,
        "off",
        List.of(),
        List.of(),
        List.of(new TargetingRule("rule-1", List.of(clause), null, new FixedVariation("on"))),
        new FixedVariation("off"));
  }

  public static SegmentDefinition segmentOf(String key, String... userKeys) {
    return new SegmentDefinition(
        key,
        java.util.Arrays.stream(userKeys).map(user -> new SegmentMember(null, user, null)).toList(),
        List.of(),
        List.of());
  }

  public static DefinitionObject object(FlagDefinition flag, long version) {
    return DefinitionObject.of(
        DefinitionKind.FLAG, flag.key(), version, DefinitionCodec.encode(flag));
  }

  public static DefinitionObject object(Targeting targeting, long version) {
    return DefinitionObject.of(
        DefinitionKind.TARGETING, targeting.flagKey(), version, DefinitionCodec.encode(targeting));
  }

  public static DefinitionObject object(SegmentDefinition segment, long version) {
    return DefinitionObject.of(
        DefinitionKind.SEGMENT, segment.key(), version, DefinitionCodec.encode(segment));
  }
}
