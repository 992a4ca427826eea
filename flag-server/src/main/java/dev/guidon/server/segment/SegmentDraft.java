// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.Clause;
import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.evaluation.definition.Share;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A segment as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
@ReadOnly({"id", "version", "receipt"})
public record SegmentDraft(
    @Nullable String key,
    @Nullable String name,
    @Nullable String description,
    List<String> tags,
    List<SegmentMember> included,
    List<SegmentMember> excluded,
    List<RuleDraft> rules) {

  private static final String ALGORITHM = "murmur3";

  /// A rule as people write it.
  ///
  /// @param id of the rule that this is to replace; left out for a new one
  public record RuleDraft(@Nullable String id, List<Clause> clauses, @Nullable ShareDraft share) {}

  /// The part of contexts that a rule applies to, as people write it.
  ///
  /// @param salt left out to keep the present one, or to get one
  public record ShareDraft(
      @Nullable String contextKind,
      List<String> bucketBy,
      @Nullable String salt,
      @Nullable String algorithm,
      @Nullable Integer weight) {}

  static SegmentDraft of(String key, Segment segment) {
    return new SegmentDraft(
        key,
        segment.name(),
        segment.description(),
        segment.tags(),
        segment.included(),
        segment.excluded(),
        segment.rules().stream()
            .map(rule -> new RuleDraft(rule.id(), rule.clauses(), draft(rule.share())))
            .toList());
  }

  private static @Nullable ShareDraft draft(@Nullable Share share) {
    return share == null
        ? null
        : new ShareDraft(
            share.contextKind(), share.bucketBy(), share.salt(), share.algorithm(), share.weight());
  }

  /// The key of the segment that is to be created.
  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  /// The segment that this draft asks for; a rule whose id is known keeps its salt, so that nobody moves.
  ///
  /// @param before what there is now; null for a new segment
  Segment segment(
      String pathKey, @Nullable Segment before, Supplier<String> salts, Supplier<String> ruleIds) {
    new Faults().requireSameKey(key, pathKey).refuseIfAny("definition-refused");
    List<SegmentRule> nextRules = new ArrayList<>();
    for (RuleDraft rule : rules) {
      Share present = before == null ? null : presentShare(before, rule.id());
      nextRules.add(
          new SegmentRule(
              rule.id() == null ? ruleIds.get() : rule.id(),
              rule.clauses(),
              share(rule.share(), present, salts)));
    }
    return new Segment(
        name == null ? pathKey : name,
        description == null ? "" : description,
        tags,
        included,
        excluded,
        nextRules);
  }

  private static @Nullable Share presentShare(Segment before, @Nullable String ruleId) {
    return before.rules().stream()
        .filter(rule -> ruleId != null && ruleId.equals(rule.id()))
        .findFirst()
        .map(SegmentRule::share)
        .orElse(null);
  }

  private static @Nullable Share share(
      @Nullable ShareDraft draft, @Nullable Share present, Supplier<String> salts) {
    if (draft == null) {
      return null;
    }
    String salt = draft.salt() != null ? draft.salt() : present == null ? null : present.salt();
    String algorithm =
        draft.algorithm() != null
            ? draft.algorithm()
            : present == null ? ALGORITHM : present.algorithm();
    return new Share(
        draft.contextKind(),
        draft.bucketBy(),
        salt == null ? salts.get() : salt,
        algorithm,
        draft.weight());
  }
}
