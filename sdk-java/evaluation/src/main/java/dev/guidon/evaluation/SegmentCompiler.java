// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.ProblemCode.DUPLICATE_ID;
import static dev.guidon.evaluation.ProblemCode.INVALID_UNTIL;
import static dev.guidon.evaluation.ProblemCode.SEGMENT_CHAIN;
import static dev.guidon.evaluation.ProblemCode.SEGMENT_VISITS;

import dev.guidon.evaluation.DefinitionProblem.Kind;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles one segment.
final class SegmentCompiler {

  private final SegmentDefinition definition;
  private final List<DefinitionProblem> problems;
  private final Place segment;
  private final Interner interner;
  private final Reach reach = new Reach();
  private final ClauseCompiler clauses;
  private final BucketingCompiler bucketing;

  /// @param problems where those of the segment are added
  SegmentCompiler(
      SegmentDefinition definition,
      ClauseCompiler.Segments segments,
      Interner interner,
      List<DefinitionProblem> problems) {
    this.definition = definition;
    this.problems = problems;
    this.segment = Place.whole(Kind.SEGMENT, definition.key(), problems);
    this.interner = interner;
    this.clauses = new ClauseCompiler(segments, interner, reach);
    this.bucketing = new BucketingCompiler(interner);
  }

  CompiledSegment compile() {
    int problemsBefore = problems.size();
    segment.at("key").checked(definition.key());
    SegmentMembers included = members("included", definition.included());
    SegmentMembers excluded = members("excluded", definition.excluded());
    CompiledSegmentRule[] rules = rules();
    int depth = depth();
    int visits = visits();
    return new CompiledSegment(
        References.of(definition).segments(),
        problems.size() > problemsBefore,
        depth,
        visits,
        reach.timetable(),
        included,
        excluded,
        rules);
  }

  private SegmentMembers members(String field, List<SegmentMember> members) {
    Map<AttributeReference, Map<String, Long>> ends = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      SegmentMember member = members.get(i);
      Place place = segment.at(field, i);
      String kind = interner.kind(member.contextKind(), place);
      String key = place.at("targetingKey").required(member.targetingKey(), "a targeting key");
      long end = end(member.until(), place.at("until"));
      if (key != null) {
        // Of a key listed twice, the membership that holds longest counts. EVAL-9.7
        ends.computeIfAbsent(interner.targetingKeyOf(kind), any -> new LinkedHashMap<>())
            .merge(key, end, Math::max);
      }
    }
    return SegmentMembers.of(ends);
  }

  /// The first millisecond at which the membership does not hold any more.
  private long end(@Nullable Value until, Place place) {
    if (until == null || until instanceof NullValue) {
      return SegmentMembers.FOR_GOOD;
    }
    reach.time();
    if (!place.isWellFormed(until)) {
      return SegmentMembers.FOR_GOOD;
    }
    Timestamp end = Timestamp.of(until);
    if (end == null) {
      place.report(INVALID_UNTIL, until, "an instant as in RFC 3339, or milliseconds since 1970");
      return SegmentMembers.FOR_GOOD;
    }
    return end.firstMillisNotBefore();
  }

  private CompiledSegmentRule[] rules() {
    List<SegmentRule> rules = definition.rules();
    CompiledSegmentRule[] compiled = new CompiledSegmentRule[rules.size()];
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < compiled.length; i++) {
      SegmentRule rule = rules.get(i);
      Place place = segment.at("rules", i);
      String id = place.at("id").required(rule.id(), "text");
      if (id != null && !ids.add(id)) {
        place.at("id").report(DUPLICATE_ID, id, "an id that no other rule of the segment has");
      }
      ClauseMatcher[] matchers = clauses.compile(rule.clauses(), place);
      CompiledShare share =
          rule.share() == null ? null : bucketing.share(rule.share(), place.at("share"));
      compiled[i] = new CompiledSegmentRule(matchers, share);
    }
    return compiled;
  }

  private int depth() {
    int depth = 1 + reach.segmentDepth();
    if (depth > CompiledSegment.MAX_DEPTH) {
      segment
          .at("rules")
          .report(
              SEGMENT_CHAIN,
              "a chain of " + depth + " segments",
              "at most " + CompiledSegment.MAX_DEPTH);
    }
    return depth;
  }

  /// Diamonds upon diamonds would make an evaluation take forever, though no chain is long. EVAL-9.15
  private int visits() {
    int visits = 1 + reach.segmentVisits();
    if (visits > CompiledSegment.MAX_VISITS) {
      segment
          .at("rules")
          .report(
              SEGMENT_VISITS,
              "more than " + CompiledSegment.MAX_VISITS + " segments to look at",
              "at most " + CompiledSegment.MAX_VISITS + ", each counted as often as it is named");
    }
    return Math.min(visits, CompiledSegment.MAX_VISITS + 1);
  }
}
