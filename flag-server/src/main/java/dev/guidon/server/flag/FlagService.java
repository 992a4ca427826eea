// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.Prerequisite;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.server.change.Change;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.EnvironmentScope;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.ProjectScope;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// What can be done with flags.
@Singleton
public final class FlagService {

  private final Changes changes;
  private final Definitions definitions;
  private final FlagRules rules;

  FlagService(Changes changes, Definitions definitions, FlagRules rules) {
    this.changes = changes;
    this.definitions = definitions;
    this.rules = rules;
  }

  public Committed<Flag> create(Intent intent, String project, String key, Flag flag) {
    rules.check(flag);
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> change.create(Flag.TYPE.in(change.project(project), key), flag));
  }

  public Versioned<Flag> get(String project, String key) {
    return definitions.require(Flag.TYPE.in(definitions.project(project), key));
  }

  public Page<Versioned<Flag>> list(String project, Search search, Paging page) {
    return definitions.list(Flag.TYPE, definitions.project(project), search, page);
  }

  public Committed<Flag> edit(
      Intent intent, String project, String key, Precondition ifMatch, UnaryOperator<Flag> edit) {
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> {
          Versioned<Flag> before =
              change.require(Flag.TYPE.in(change.project(project), key), ifMatch);
          Flag after = edit.apply(before.content());
          rules.check(after);
          FlagRules.checkSuccessor(before.content(), after);
          requireKept(change, before, after);
          return change.put(before, after);
        });
  }

  /// Makes the flag what it was at a version; whether it is archived stays as it is.
  public Committed<Flag> restore(
      Intent intent, String project, String key, Precondition ifMatch, long version) {
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> {
          Versioned<Flag> before =
              change.require(Flag.TYPE.in(change.project(project), key), ifMatch);
          Flag after = change.contentAt(before, version).withArchived(before.content().archived());
          rules.check(after);
          requireKept(change, before, after);
          return change.put(before, after, "restored");
        });
  }

  /// Takes the flag out of use in every environment; its definition and targeting are kept.
  public Committed<Flag> archive(Intent intent, String project, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> {
          Versioned<Flag> before =
              change.require(Flag.TYPE.in(change.project(project), key), ifMatch);
          requireUnrequired(change, before);
          return change.put(before, before.content().withArchived(true), "archived");
        });
  }

  /// Brings an archived flag back, with the targeting that it had.
  public Committed<Flag> unarchive(
      Intent intent, String project, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> {
          Versioned<Flag> before =
              change.require(Flag.TYPE.in(change.project(project), key), ifMatch);
          return change.put(before, before.content().withArchived(false), "unarchived");
        });
  }

  /// Ends a flag that was archived before, so that nobody ends one in use by a slip.
  public Committed<Flag> delete(Intent intent, String project, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Flag.TYPE,
        change -> {
          ProjectScope scope = change.project(project);
          Versioned<Flag> before = change.require(Flag.TYPE.in(scope, key), ifMatch);
          if (!before.content().archived()) {
            throw ProblemException.conflict(
                "flag-not-archived", "flag " + key + " is in use (expected: archived first)");
          }
          for (EnvironmentScope environment : change.environments(scope)) {
            change
                .find(FlagTargeting.TYPE.in(environment, key))
                .ifPresent(targeting -> change.delete(targeting, "deleted"));
          }
          return change.delete(before, "deleted");
        });
  }

  private static void requireUnrequired(Change change, Versioned<Flag> flag) {
    List<String> requiring = requiring(change, flag, prerequisite -> true);
    if (!requiring.isEmpty()) {
      throw ProblemException.conflict(
          "flag-required",
          "flag "
              + flag.ref().key()
              + " is required by "
              + String.join(", ", requiring)
              + " (expected: by none)");
    }
  }

  /// A variation that another flag requires cannot go.
  private static void requireKept(Change change, Versioned<Flag> before, Flag after) {
    List<String> gone = new ArrayList<>(before.content().variationKeys());
    gone.removeAll(after.variationKeys());
    if (gone.isEmpty()) {
      return;
    }
    List<String> requiring =
        requiring(change, before, prerequisite -> gone.contains(prerequisite.variation()));
    if (!requiring.isEmpty()) {
      throw ProblemException.conflict(
          "variation-required",
          "variations "
              + String.join(", ", gone)
              + " of flag "
              + before.ref().key()
              + " are required by "
              + String.join(", ", requiring)
              + " (expected: by none)");
    }
  }

  /// The flags that require this one, with their environment.
  private static List<String> requiring(
      Change change, Versioned<Flag> flag, Predicate<Prerequisite> which) {
    String key = flag.ref().key();
    List<String> requiring = new ArrayList<>();
    for (EnvironmentScope environment :
        change.environments(new ProjectScope(flag.ref().projectId(), ""))) {
      var snapshot = change.state(environment).snapshot();
      for (String dependant : snapshot.dependantsOfFlag(key)) {
        Targeting targeting = snapshot.targeting(dependant);
        if (targeting != null
            && targeting.prerequisites().stream()
                .anyMatch(
                    prerequisite -> key.equals(prerequisite.flag()) && which.test(prerequisite))) {
          requiring.add(dependant + " in " + environment.key());
        }
      }
    }
    return requiring;
  }
}
