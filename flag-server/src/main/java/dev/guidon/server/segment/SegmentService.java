// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.server.change.Change;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.EnvironmentScope;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.Salts;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What can be done with segments.
@Singleton
public final class SegmentService {

  private final Changes changes;
  private final Definitions definitions;
  private final SegmentRules rules;
  private final IdGenerator ids;
  private final Salts salts;

  SegmentService(
      Changes changes, Definitions definitions, SegmentRules rules, IdGenerator ids, Salts salts) {
    this.changes = changes;
    this.definitions = definitions;
    this.rules = rules;
    this.ids = ids;
    this.salts = salts;
  }

  public Committed<Segment> create(
      Intent intent, String project, String environment, String key, SegmentDraft draft) {
    Segment segment = draft.segment(key, null, salts::next, this::newRuleId);
    rules.check(segment);
    return changes.commit(
        intent,
        Segment.TYPE,
        change ->
            change.create(Segment.TYPE.in(change.environment(project, environment), key), segment));
  }

  public Versioned<Segment> get(String project, String environment, String key) {
    return definitions.require(Segment.TYPE.in(definitions.environment(project, environment), key));
  }

  public Page<Versioned<Segment>> list(
      String project, String environment, Search search, Paging page) {
    return definitions.list(
        Segment.TYPE, definitions.environment(project, environment), search, page);
  }

  /// Replaces what the present segment would be drafted as by what `edit` makes of it.
  public Committed<Segment> edit(
      Intent intent,
      String project,
      String environment,
      String key,
      Precondition ifMatch,
      UnaryOperator<SegmentDraft> edit) {
    return changes.commit(
        intent,
        Segment.TYPE,
        change -> {
          var ref = Segment.TYPE.in(change.environment(project, environment), key);
          Versioned<Segment> before = change.require(ref, ifMatch);
          Segment after =
              edit.apply(SegmentDraft.of(key, before.content()))
                  .segment(key, before.content(), salts::next, this::newRuleId);
          rules.check(after);
          return change.put(before, after);
        });
  }

  /// Adds members and takes members away, many at once.
  public Committed<Segment> editMembers(
      Intent intent,
      String project,
      String environment,
      String key,
      Precondition ifMatch,
      MemberEdit edit) {
    return changes.commit(
        intent,
        Segment.TYPE,
        change -> {
          var ref = Segment.TYPE.in(change.environment(project, environment), key);
          Versioned<Segment> before = change.require(ref, ifMatch);
          Segment after = edit.applyTo(before.content());
          change.isAskedForElsewhere(pointer -> edit.placeInRequest(pointer, after));
          rules.check(after);
          return change.put(before, after, "members-changed");
        });
  }

  /// Makes the segment what it was at a version.
  public Committed<Segment> restore(
      Intent intent,
      String project,
      String environment,
      String key,
      Precondition ifMatch,
      long version) {
    return changes.commit(
        intent,
        Segment.TYPE,
        change -> {
          var ref = Segment.TYPE.in(change.environment(project, environment), key);
          Versioned<Segment> before = change.require(ref, ifMatch);
          Segment then = change.contentAt(before, version);
          rules.check(then);
          return change.put(before, then, "restored");
        });
  }

  /// Ends a segment that nothing refers to.
  public Committed<Segment> delete(
      Intent intent, String project, String environment, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Segment.TYPE,
        change -> {
          EnvironmentScope scope = change.environment(project, environment);
          Versioned<Segment> before = change.require(Segment.TYPE.in(scope, key), ifMatch);
          requireUnused(change, scope, key);
          return change.delete(before, "deleted");
        });
  }

  private String newRuleId() {
    return ids.next().toString();
  }

  private static void requireUnused(Change change, EnvironmentScope environment, String key) {
    var snapshot = change.state(environment).snapshot();
    Set<String> users = new TreeSet<>();
    snapshot.dependantsOfSegment(key).forEach(flag -> users.add("flag " + flag));
    snapshot.segmentsUsing(key).forEach(segment -> users.add("segment " + segment));
    if (!users.isEmpty()) {
      throw ProblemException.conflict(
          "segment-in-use",
          "segment " + key + " is used by " + String.join(", ", users) + " (expected: by none)");
    }
  }
}
