// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.BucketRange;
import dev.guidon.evaluation.definition.Clause;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Definitions with anything in them that the records can hold: each part there or absent, well formed or not.
final class RandomDefinitions {

  private static final List<String> TEXTS =
      List.of(
          "", "a", "user", "in", "murmur3", "caf\u00e9", "\ud83d\ude80", "line\nbreak", "\u0000");

  private final Random random;

  RandomDefinitions(long seed) {
    this.random = new Random(seed);
  }

  FlagDefinition flag(String key) {
    List<Variation> variations = list(() -> new Variation(text(), maybe(() -> value(3))));
    return new FlagDefinition(
        key, text(), variations.isEmpty() ? null : variations, random.nextBoolean());
  }

  Targeting targeting(String flagKey) {
    return new Targeting(
        flagKey,
        maybe(random::nextBoolean),
        text(),
        list(() -> new Prerequisite(text(), text())),
        list(() -> new Target(text(), list(this::someText), text())),
        list(() ->
            new TargetingRule(text(), list(this::clause), maybe(this::share), maybe(this::serve))),
        maybe(this::serve));
  }

  SegmentDefinition segment(String key) {
    return new SegmentDefinition(
        key,
        list(this::member),
        list(this::member),
        list(() -> new SegmentRule(text(), list(this::clause), maybe(this::share))));
  }

  private SegmentMember member() {
    return new SegmentMember(text(), text(), maybe(() -> value(0)));
  }

  private Clause clause() {
    return new Clause(
        text(),
        text(),
        text(),
        list(() -> value(1)),
        random.nextBoolean(),
        random.nextBoolean(),
        text());
  }

  private Share share() {
    return new Share(text(), list(this::someText), text(), text(), maybe(random::nextInt));
  }

  private Serve serve() {
    if (random.nextBoolean()) {
      return new FixedVariation(someText());
    }
    List<BucketRange> ranges =
        list(() -> new BucketRange(text(), maybe(random::nextInt), maybe(random::nextInt)));
    return new Rollout(
        text(),
        list(this::someText),
        text(),
        text(),
        ranges.isEmpty() ? null : new Allocation(ranges));
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(someText());
      case 3 -> Value.of(number());
      case 4 -> Value.of(list(() -> value(depth - 1)));
      default -> object(depth);
    };
  }

  private double number() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> -0.0;
      case 2 -> random.nextInt();
      case 3 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextDouble();
    };
  }

  private Value object(int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put(someText(), value(depth - 1));
    }
    return Value.of(fields);
  }

  private String someText() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private String text() {
    return maybe(this::someText);
  }

  private <T> T maybe(Supplier<T> supplier) {
    return random.nextInt(4) == 0 ? null : supplier.get();
  }

  private <T> List<T> list(Supplier<T> supplier) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(supplier.get());
    }
    return list;
  }
}
