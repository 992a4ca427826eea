// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import java.util.ArrayList;
import java.util.List;

/// Makes definitions of which a test says only what it is about.
final class Definitions {

  private Definitions() {}

  /// A boolean flag with the variations `on` and `off` that is on and serves `on`; off, it serves `off`.
  static FlagBuilder flag(String key) {
    return new FlagBuilder(key);
  }

  /// A segment that nobody is in.
  static SegmentBuilder segment(String key) {
    return new SegmentBuilder(key);
  }

  static EnvironmentDefinition environment(Part... parts) {
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    List<SegmentDefinition> segments = new ArrayList<>();
    for (Part part : parts) {
      part.addTo(flags, targetings, segments);
    }
    return new EnvironmentDefinition(flags, targetings, segments);
  }

  static Compilation compile(Part... parts) {
    return FlagSnapshot.compile(environment(parts));
  }

  static FlagSnapshot snapshotOf(Part... parts) {
    return compile(parts).snapshot();
  }

  /// @param values text, numbers, true or false, or {@link Value}s
  static Clause clause(String attribute, String operator, Object... values) {
    return new Clause(null, attribute, operator, valuesOf(values), false, false, null);
  }

  static Clause inSegment(String... segments) {
    return new Clause(null, null, "inSegment", valuesOf((Object[]) segments), false, false, null);
  }

  static Clause not(Clause clause) {
    return new Clause(
        clause.contextKind(),
        clause.attribute(),
        clause.operator(),
        clause.values(),
        !clause.negate(),
        clause.caseInsensitive(),
        clause.semantics());
  }

  static Clause ignoringCase(Clause clause) {
    return new Clause(
        clause.contextKind(),
        clause.attribute(),
        clause.operator(),
        clause.values(),
        clause.negate(),
        true,
        clause.semantics());
  }

  static Clause ofKind(String kind, Clause clause) {
    return new Clause(
        kind,
        clause.attribute(),
        clause.operator(),
        clause.values(),
        clause.negate(),
        clause.caseInsensitive(),
        clause.semantics());
  }

  /// @param weight in buckets
  static Share share(String salt, int weight) {
    return new Share(null, List.of(), salt, "murmur3", weight);
  }

  /// A rollout whose ranges follow each other.
  static Rollout rollout(String salt, BucketRange... ranges) {
    return new Rollout(null, List.of(), salt, "murmur3", new Allocation(List.of(ranges)));
  }

  /// `on` for the first buckets, `off` for the others.
  static Rollout partlyOn(String salt, int buckets) {
    return rollout(
        salt, new BucketRange("on", 0, buckets), new BucketRange("off", buckets, 100_000));
  }

  private static List<Value> valuesOf(Object... values) {
    List<Value> read = new ArrayList<>();
    for (Object value : values) {
      read.add(valueOf(value));
    }
    return read;
  }

  private static Value valueOf(Object value) {
    if (value instanceof String text) {
      return Value.of(text);
    }
    if (value instanceof Number number) {
      return Value.of(number.doubleValue());
    }
    return value instanceof Boolean truth ? Value.of(truth) : (Value) value;
  }

  /// Something that an environment holds.
  interface Part {
    void addTo(
        List<FlagDefinition> flags, List<Targeting> targetings, List<SegmentDefinition> segments);
  }

  static final class FlagBuilder implements Part {

    private final String key;
    private String type = "boolean";
    private List<Variation> variations =
        List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE));
    private boolean archived;
    private boolean on = true;
    private String offVariation = "off";
    private Serve fallthrough = new FixedVariation("on");
    private final List<Prerequisite> prerequisites = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<TargetingRule> rules = new ArrayList<>();

    private FlagBuilder(String key) {
      this.key = key;
    }

    FlagBuilder of(String type, Variation... variations) {
      this.type = type;
      this.variations = List.of(variations);
      this.offVariation = null;
      this.fallthrough = new FixedVariation(variations[0].key());
      return this;
    }

    FlagBuilder archived() {
      archived = true;
      return this;
    }

    FlagBuilder off() {
      on = false;
      return this;
    }

    FlagBuilder withoutOffVariation() {
      offVariation = null;
      return this;
    }

    FlagBuilder requires(String flag, String variation) {
      prerequisites.add(new Prerequisite(flag, variation));
      return this;
    }

    FlagBuilder target(String variation, String... targetingKeys) {
      return target(new Target(null, List.of(targetingKeys), variation));
    }

    FlagBuilder target(Target target) {
      targets.add(target);
      return this;
    }

    FlagBuilder rule(String id, String variation, Clause... clauses) {
      return rule(new TargetingRule(id, List.of(clauses), null, new FixedVariation(variation)));
    }

    FlagBuilder rule(TargetingRule rule) {
      rules.add(rule);
      return this;
    }

    FlagBuilder serves(String variation) {
      return serves(new FixedVariation(variation));
    }

    FlagBuilder serves(Serve serve) {
      fallthrough = serve;
      return this;
    }

    FlagDefinition definition() {
      return new FlagDefinition(key, type, variations, archived);
    }

    Targeting targeting() {
      return new Targeting(key, on, offVariation, prerequisites, targets, rules, fallthrough);
    }

    @Override
    public void addTo(
        List<FlagDefinition> flags, List<Targeting> targetings, List<SegmentDefinition> segments) {
      flags.add(definition());
      targetings.add(targeting());
    }
  }

  static final class SegmentBuilder implements Part {

    private final String key;
    private final List<SegmentMember> included = new ArrayList<>();
    private final List<SegmentMember> excluded = new ArrayList<>();
    private final List<SegmentRule> rules = new ArrayList<>();

    private SegmentBuilder(String key) {
      this.key = key;
    }

    SegmentBuilder includes(String... targetingKeys) {
      for (String targetingKey : targetingKeys) {
        includes(new SegmentMember(null, targetingKey, null));
      }
      return this;
    }

    SegmentBuilder includes(SegmentMember member) {
      included.add(member);
      return this;
    }

    SegmentBuilder excludes(String... targetingKeys) {
      for (String targetingKey : targetingKeys) {
        excludes(new SegmentMember(null, targetingKey, null));
      }
      return this;
    }

    SegmentBuilder excludes(SegmentMember member) {
      excluded.add(member);
      return this;
    }

    SegmentBuilder rule(Clause... clauses) {
      return rule(new SegmentRule("rule-" + rules.size(), List.of(clauses), null));
    }

    SegmentBuilder rule(SegmentRule rule) {
      rules.add(rule);
      return this;
    }

    SegmentDefinition definition() {
      return new SegmentDefinition(key, included, excluded, rules);
    }

    @Override
    public void addTo(
        List<FlagDefinition> flags, List<Targeting> targetings, List<SegmentDefinition> segments) {
      segments.add(definition());
    }
  }
}
