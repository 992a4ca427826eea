// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.server.change.DefinitionType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
          .shownAs(TargetingDraft::of)
          .distinguishing(FlagTargeting::verbs);

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

  private static Set<String> verbs(FlagTargeting before, FlagTargeting after) {
    Set<String> verbs = new HashSet<>();
    if (!Objects.equals(before.on, after.on)) {
      verbs.add("turn");
    }
    if (!after.turned(before.on).equals(before)) {
      boolean weighed = after.withAllocationsOf(before).turned(before.on).equals(before);
      verbs.add(weighed ? "weigh" : "write");
    }
    return verbs;
  }

  private FlagTargeting withAllocationsOf(FlagTargeting other) {
    if (rules.size() != other.rules.size()) {
      return this;
    }
    List<FlagRule> mixed = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      mixed.add(rules.get(i).withAllocationOf(other.rules.get(i)));
    }
    return new FlagTargeting(
        on,
        offVariation,
        prerequisites,
        targets,
        mixed,
        ServeChoice.withAllocationOf(fallthrough, other.fallthrough));
  }

  FlagTargeting turned(@Nullable Boolean nowOn) {
    return new FlagTargeting(nowOn, offVariation, prerequisites, targets, rules, fallthrough);
  }
}
