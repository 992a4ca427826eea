// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.server.limits.ClauseLimits;
import dev.guidon.server.limits.Limits;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonRecords;
import dev.guidon.server.platform.json.JsonText;
import jakarta.inject.Singleton;
import java.util.List;

/// What a segment must keep to when it is saved, beside what compiling it checks: limits and text.
@Singleton
final class SegmentRules {

  private static final int MAX_TARGETING_KEY = 1_024;

  private final Limits limits;

  SegmentRules(Limits limits) {
    this.limits = limits;
  }

  void check(Segment segment) {
    var faults =
        new Faults()
            .requireText("/name", segment.name(), 200)
            .requireText("/description", segment.description(), 4_000)
            .requireAtMost("/tags", "tags", segment.tags().size(), 50)
            .requireAtMost(
                "",
                "members",
                (long) segment.included().size() + segment.excluded().size(),
                limits.segmentMembers())
            .requireAtMost("/rules", "rules", segment.rules().size(), limits.rules());
    for (int i = 0; i < segment.tags().size(); i++) {
      faults.requireText("/tags/" + i, segment.tags().get(i), 64);
    }
    checkMembers(segment.included(), "/included", faults);
    checkMembers(segment.excluded(), "/excluded", faults);
    checkRules(segment.rules(), faults);
    if (faults.isEmpty()) {
      int bytes = JsonText.write(JsonRecords.write(segment)).getBytes(UTF_8).length;
      faults.requireAtMost("", "bytes", bytes, limits.segmentSize());
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

  private void checkRules(List<SegmentRule> rules, Faults faults) {
    var clauses = new ClauseLimits(limits, faults);
    for (int i = 0; i < rules.size(); i++) {
      SegmentRule rule = rules.get(i);
      String at = "/rules/" + i;
      if (rule.id() != null) {
        faults.requireKey(at + "/id", rule.id());
      }
      clauses.check(rule.clauses(), at);
    }
    clauses.checkTogether();
  }
}
