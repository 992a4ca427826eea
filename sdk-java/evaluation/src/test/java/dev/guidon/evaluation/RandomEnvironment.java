// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.not;
import static dev.guidon.evaluation.Definitions.partlyOn;
import static dev.guidon.evaluation.Definitions.segment;

import dev.guidon.evaluation.Definitions.FlagBuilder;
import dev.guidon.evaluation.Definitions.SegmentBuilder;
import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.Targeting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Makes flags and segments that refer to each other in every way: in chains, cycles, to what is archived, absent or broken.
final class RandomEnvironment {

  /// Few, so that references meet.
  static final List<String> FLAGS = keys("flag-", 12);

  static final List<String> SEGMENTS = keys("segment-", 8);

  /// Instants at which something may change are among these milliseconds.
  static final int LAST_INSTANT = 50;

  private final Random random;

  RandomEnvironment(Random random) {
    this.random = random;
  }

  /// New, changed and deleted definitions of any kinds; each key at most once.
  EnvironmentChange change() {
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    List<SegmentDefinition> segments = new ArrayList<>();
    List<String> deletedFlags = new ArrayList<>();
    List<String> deletedTargetings = new ArrayList<>();
    List<String> deletedSegments = new ArrayList<>();
    for (String key : FLAGS) {
      switch (random.nextInt(12)) {
        case 0, 1 -> {
          flags.add(flagDefinition(key));
          targetings.add(targeting(key));
        }
        case 2 -> flags.add(flagDefinition(key));
        case 3 -> targetings.add(targeting(key));
        case 4 -> deletedFlags.add(key);
        case 5 -> deletedTargetings.add(key);
        default -> {}
      }
    }
    for (String key : SEGMENTS) {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3 -> segments.add(segmentDefinition(key));
        case 4 -> deletedSegments.add(key);
        default -> {}
      }
    }
    return new EnvironmentChange(
        flags, targetings, segments, deletedFlags, deletedTargetings, deletedSegments);
  }

  EvaluationContext context() {
    return EvaluationContext.builder(one("ann", "bob", "cid", ""))
        .set("plan", one("free", "pro"))
        .kind("organization", one("acme", "globex"))
        .build();
  }

  private FlagDefinition flagDefinition(String key) {
    FlagBuilder flag = flag(key);
    if (random.nextInt(6) == 0) {
      flag.archived();
    }
    FlagDefinition definition = flag.definition();
    return random.nextInt(12) == 0
        ? new FlagDefinition(key, "no type", definition.variations(), definition.archived())
        : definition;
  }

  private Targeting targeting(String key) {
    FlagBuilder flag = flag(key).serves(one("on", "off"));
    if (random.nextInt(5) == 0) {
      flag.off();
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      flag.requires(one(FLAGS), one("on", "on", "off"));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      flag.rule("rule-" + i, one("on", "off"), clause(), clause());
    }
    if (random.nextInt(4) == 0) {
      flag.serves(partlyOn("salt", random.nextInt(1, 100_000)));
    }
    if (random.nextInt(15) == 0) {
      flag.serves("unknown");
    }
    return flag.targeting();
  }

  private SegmentDefinition segmentDefinition(String key) {
    SegmentBuilder segment = segment(key);
    for (int i = random.nextInt(3); i > 0; i--) {
      segment.includes(member());
    }
    for (int i = random.nextInt(2); i > 0; i--) {
      segment.excludes(member());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      segment.rule(clause());
    }
    return segment.definition();
  }

  private SegmentMember member() {
    Value until = random.nextBoolean() ? null : Value.of(random.nextInt(LAST_INSTANT));
    return random.nextBoolean()
        ? new SegmentMember(null, one("ann", "bob"), until)
        : new SegmentMember("organization", one("acme", "globex"), until);
  }

  private Clause clause() {
    Clause clause =
        switch (random.nextInt(8)) {
          case 0 -> Definitions.clause("$now", one("before", "after"), instant());
          case 1, 2 -> inSegment(one(SEGMENTS));
          case 3 -> inSegment(one(SEGMENTS), one(SEGMENTS));
          case 4 -> Definitions.clause("$now", random.nextInt(8) == 0 ? "unknown" : "exists");
          default -> Definitions.clause("plan", "in", one("free", "pro"));
        };
    return random.nextInt(4) == 0 ? not(clause) : clause;
  }

  /// In milliseconds, now and then between two of them.
  private double instant() {
    return random.nextInt(LAST_INSTANT) + (random.nextInt(3) == 0 ? 0.5 : 0);
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private String one(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static List<String> keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
