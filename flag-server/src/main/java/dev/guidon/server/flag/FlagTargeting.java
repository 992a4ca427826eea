// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.server.change.DefinitionType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a flag is served in one environment, as it is stored: with salts and allocations.
public record FlagTargeting(
    @Nullable Boolean on,
    @Nullable String offVariation,
    List<Prerequisite> prerequisites,
    List<Target> targets,
    List<FlagRule> rules,
    @Nullable ServeChoice fallthrough) {

  public static final DefinitionType<FlagTargeting> TYPE =
      DefinitionType.delivered(
              "targeting",
              FlagTargeting.class,
              DefinitionKind.TARGETING,
              (key, targeting) -> DefinitionCodec.encode(targeting.definition(key)))
          .shownAs(TargetingDraft::of);

  public FlagTargeting {
    prerequisites = List.copyOf(prerequisites);
    targets = List.copyOf(targets);
    rules = List.copyOf(rules);
  }

  /// What a flag has in an environment where nobody has said anything yet: off, with its first variation as fallthrough.
  static FlagTargeting initial(Flag flag) {
    List<String> variations = flag.variationKeys();
    String off = "boolean".equals(flag.type()) && variations.contains("off") ? "off" : null;
    return new FlagTargeting(
        false,
        off,
        List.of(),
        List.of(),
        List.of(),
        variations.isEmpty() ? null : ServeChoice.of(variations.getFirst()));
  }

  /// What evaluation reads of it.
  public Targeting definition(String flagKey) {
    return new Targeting(
        flagKey,
        on,
        offVariation,
        prerequisites,
        targets,
        rules.stream().map(FlagRule::definition).toList(),
        fallthrough == null ? null : fallthrough.definition());
  }

  FlagTargeting turned(boolean nowOn) {
    return new FlagTargeting(nowOn, offVariation, prerequisites, targets, rules, fallthrough);
  }
}
