// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.codec.DefinitionCodec;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Operator;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Serve;
import dev.guidon.evaluation.definition.Target;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.TargetingRule;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Condition;
import dev.guidon.sdk.benchmarks.workload.Flag;
import dev.guidon.sdk.benchmarks.workload.Rule;
import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The catalog and the users in Guidon's own words.
public final class GuidonDefinitions {

  private static final int BUCKETS_A_PERCENT = 1_000;
  private static final int ALL_BUCKETS = 100_000;

  private GuidonDefinitions() {}

  public static EvaluationContext context(User user) {
    return EvaluationContext.builder(user.key())
        .set("country", user.country())
        .set("plan", user.plan())
        .set("email", user.email())
        .set("version", user.version())
        .set("age", user.age())
        .set("beta", user.beta())
        .build();
  }

  public static EnvironmentDefinition environment(Catalog catalog) {
    return new EnvironmentDefinition(
        catalog.flags().stream().map(GuidonDefinitions::definition).toList(),
        catalog.flags().stream().map(GuidonDefinitions::targeting).toList(),
        catalog.members().isEmpty() ? List.of() : List.of(segment(catalog.members())));
  }

  /// The same as the server sends it.
  public static List<DefinitionObject> objects(Catalog catalog) {
    EnvironmentDefinition environment = environment(catalog);
    List<DefinitionObject> objects = new ArrayList<>();
    for (FlagDefinition flag : environment.flags()) {
      objects.add(object(DefinitionKind.FLAG, flag.key(), DefinitionCodec.encode(flag)));
    }
    for (Targeting targeting : environment.targetings()) {
      byte[] bytes = DefinitionCodec.encode(targeting);
      objects.add(object(DefinitionKind.TARGETING, targeting.flagKey(), bytes));
    }
    for (SegmentDefinition segment : environment.segments()) {
      objects.add(object(DefinitionKind.SEGMENT, segment.key(), DefinitionCodec.encode(segment)));
    }
    return objects;
  }

  private static DefinitionObject object(DefinitionKind kind, String key, byte[] bytes) {
    return DefinitionObject.of(kind, key, 1, bytes);
  }

  private static FlagDefinition definition(Flag flag) {
    Map<String, String> json = flag.json();
    if (json == null) {
      return new FlagDefinition(
          flag.key(),
          FlagType.BOOLEAN.label(),
          List.of(new Variation("on", Value.TRUE), new Variation("off", Value.FALSE)),
          false);
    }
    Map<String, Value> fields = new java.util.TreeMap<>();
    json.forEach((name, text) -> fields.put(name, Value.of(text)));
    Value none = Value.of(Map.of());
    return new FlagDefinition(
        flag.key(),
        FlagType.JSON.label(),
        List.of(new Variation("on", Value.of(fields)), new Variation("off", none)),
        false);
  }

  private static Targeting targeting(Flag flag) {
    List<TargetingRule> rules = new ArrayList<>();
    for (Rule rule : flag.rules()) {
      String id = Rule.idOf(flag, rules.size());
      rules.add(
          new TargetingRule(
              id,
              rule.conditions().stream().map(GuidonDefinitions::clause).toList(),
              null,
              serve(rule.percentage(), salt(id))));
    }
    return new Targeting(
        flag.key(),
        flag.on(),
        "off",
        List.of(),
        flag.listed().isEmpty() ? List.of() : List.of(new Target(null, flag.listed(), "on")),
        rules,
        serve(flag.percentage(), salt(Rule.idOf(flag, rules.size()))));
  }

  /// Sixteen characters, as the server's.
  private static String salt(String id) {
    return id.substring(0, 8) + id.substring(28);
  }

  private static Serve serve(int percentage, String salt) {
    if (percentage == 0 || percentage == 100) {
      return new FixedVariation(percentage == 0 ? "off" : "on");
    }
    int edge = percentage * BUCKETS_A_PERCENT;
    List<BucketRange> ranges =
        List.of(new BucketRange("on", 0, edge), new BucketRange("off", edge, ALL_BUCKETS));
    return new Rollout(null, List.of(), salt, "murmur3", new Allocation(ranges));
  }

  private static Clause clause(Condition condition) {
    Operator operator =
        switch (condition.test()) {
          case IN -> Operator.IN;
          case ENDS_WITH -> Operator.ENDS_WITH;
          case NUMBER_AT_LEAST -> Operator.GREATER_THAN_OR_EQUAL;
          case VERSION_ABOVE -> Operator.SEM_VER_GREATER_THAN;
          case IN_SEGMENT -> Operator.IN_SEGMENT;
        };
    List<Value> values =
        condition.test() == Condition.Test.NUMBER_AT_LEAST
            ? List.of(Value.of(Double.parseDouble(condition.value())))
            : condition.values().stream().map(Value::of).toList();
    return new Clause(null, condition.attribute(), operator.label(), values, false, false, null);
  }

  private static SegmentDefinition segment(List<String> members) {
    return new SegmentDefinition(
        Workload.SEGMENT,
        members.stream().map(key -> new SegmentMember(null, key, null)).toList(),
        List.of(),
        List.of());
  }
}
