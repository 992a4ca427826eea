// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.server.change.ClauseLimits;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;
import java.util.List;

/// What a segment must keep to when it is saved, beside what compiling it checks: limits and text.
final class SegmentRules {

  /// The most segments that an environment may have.
  static final int MAX_SEGMENTS = 1_000;

  private static final int MAX_MEMBERS = 100_000;
  private static final int MAX_BYTES = 8 * 1024 * 1024;
  private static final int MAX_RULES = 200;
  private static final int MAX_CLAUSES = 50;
  private static final int MAX_TARGETING_KEY = 1_024;

  private SegmentRules() {}

  static void check(Segment segment) {
    var faults =
        new Faults()
            .requireText("/name", segment.name(), 200)
            .requireText("/description", segment.description(), 4_000)
            .requireAtMost("/tags", "tags", segment.tags().size(), 50)
            .requireAtMost(
                "",
                "members",
                (long) segment.included().size() + segment.excluded().size(),
                MAX_MEMBERS)
            .requireAtMost("/rules", "rules", segment.rules().size(), MAX_RULES);
    for (int i = 0; i < segment.tags().size(); i++) {
      faults.requireText("/tags/" + i, segment.tags().get(i), 64);
    }
    checkMembers(segment.included(), "/included", faults);
    checkMembers(segment.excluded(), "/excluded", faults);
    for (int i = 0; i < segment.rules().size(); i++) {
      checkRule(segment.rules().get(i), "/rules/" + i, faults);
    }
    if (faults.isEmpty()) {
      int bytes = JsonText.write(JsonRecords.write(segment)).getBytes(UTF_8).length;
      faults.requireAtMost("", "bytes", bytes, MAX_BYTES);
    }
    faults.refuseIfAny("definition-refused");
  }

  private static void checkMembers(List<SegmentMember> members, String at, Faults faults) {
    for (int i = 0; i < members.size(); i++) {
      String key = members.get(i).targetingKey();
      if (key != null) {
        faults.requireAtMost(
            at + "/" + i + "/targetingKey", "characters", key.length(), MAX_TARGETING_KEY);
      }
    }
  }

  private static void checkRule(SegmentRule rule, String at, Faults faults) {
    if (rule.id() != null) {
      faults.requireKey(at + "/id", rule.id());
    }
    faults.requireAtMost(at + "/clauses", "clauses", rule.clauses().size(), MAX_CLAUSES);
    for (int i = 0; i < rule.clauses().size(); i++) {
      ClauseLimits.check(rule.clauses().get(i), at + "/clauses/" + i, faults);
    }
  }
}
