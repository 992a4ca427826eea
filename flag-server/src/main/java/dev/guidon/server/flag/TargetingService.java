// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.server.change.Change;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.DefinitionRef;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.EnvironmentScope;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.Salts;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What can be done with a flag's targeting in an environment.
@Singleton
public final class TargetingService {

  private final Changes changes;
  private final Definitions definitions;
  private final TargetingRules rules;
  private final IdGenerator ids;
  private final Salts salts;

  TargetingService(
      Changes changes,
      Definitions definitions,
      TargetingRules rules,
      IdGenerator ids,
      Salts salts) {
    this.changes = changes;
    this.definitions = definitions;
    this.rules = rules;
    this.ids = ids;
    this.salts = salts;
  }

  /// The targeting as it is; what a flag has by default, as version 0, where nobody has said anything.
  public Versioned<FlagTargeting> get(String project, String environment, String flagKey) {
    EnvironmentScope scope = definitions.environment(project, environment);
    Versioned<Flag> flag = definitions.require(Flag.TYPE.in(scope.project(), flagKey));
    DefinitionRef<FlagTargeting> ref = FlagTargeting.TYPE.in(scope, flagKey);
    return definitions
        .find(ref)
        .orElseGet(() -> Versioned.unsaved(ref, FlagTargeting.initial(flag.content())));
  }

  /// The targeting of each of a project's flags, by flag.
  ///
  /// @param search of the flags
  public Page<Versioned<FlagTargeting>> list(
      String project, String environment, Search search, Paging paging) {
    EnvironmentScope scope = definitions.environment(project, environment);
    Page<Versioned<Flag>> flags = definitions.list(Flag.TYPE, scope.project(), search, paging);
    Map<String, Versioned<FlagTargeting>> saved =
        definitions.ofKeys(
            FlagTargeting.TYPE,
            scope,
            flags.items().stream().map(flag -> flag.ref().key()).toList());
    return flags.map(flag -> {
      String key = flag.ref().key();
      Versioned<FlagTargeting> targeting = saved.get(key);
      return targeting == null
          ? Versioned.unsaved(
              FlagTargeting.TYPE.in(scope, key), FlagTargeting.initial(flag.content()))
          : targeting;
    });
  }

  /// Puts targeting in force, or out of it: then everybody gets the off variation.
  public Committed<FlagTargeting> turn(
      Intent intent,
      String project,
      String environment,
      String flagKey,
      Precondition ifMatch,
      boolean on) {
    return changes.commit(
        intent,
        FlagTargeting.TYPE,
        change -> {
          Current current = current(change, project, environment, flagKey, ifMatch);
          return change.put(
              current.targeting,
              current.targeting.content().turned(on),
              on ? "turned-on" : "turned-off");
        });
  }

  /// Replaces what the present targeting would be drafted as by what `edit` makes of it.
  public Committed<FlagTargeting> edit(
      Intent intent,
      String project,
      String environment,
      String flagKey,
      Precondition ifMatch,
      UnaryOperator<TargetingDraft> edit) {
    return changes.commit(
        intent,
        FlagTargeting.TYPE,
        change -> edited(change, project, environment, flagKey, ifMatch, edit, "updated"));
  }

  private Versioned<FlagTargeting> edited(
      Change change,
      String project,
      String environment,
      String flagKey,
      Precondition ifMatch,
      UnaryOperator<TargetingDraft> edit,
      String action) {
    Current current = current(change, project, environment, flagKey, ifMatch);
    FlagTargeting before = current.targeting.content();
    FlagTargeting after =
        edit(current.flag.content(), before).apply(edit.apply(TargetingDraft.of(before)));
    rules.check(change, current.environment.project(), after);
    return change.put(current.targeting, after, action);
  }

  /// Sets the weights of one rollout, or begins it anew. Unless it does, everybody whose variation need not change keeps it.
  public Committed<FlagTargeting> editRollout(
      Intent intent,
      String project,
      String environment,
      String flagKey,
      Precondition ifMatch,
      RolloutEdit rollout) {
    return changes.commit(
        intent,
        FlagTargeting.TYPE,
        change -> {
          change.isAskedForElsewhere(RolloutEdit::placeInRequest);
          return edited(
              change,
              project,
              environment,
              flagKey,
              ifMatch,
              draft -> rollout.applyTo(draft, salts::next),
              rollout.reshuffle() ? "reshuffled" : "weighed");
        });
  }

  /// Makes the targeting what it is in another environment. This one keeps its salts, and whether it is on.
  public Committed<FlagTargeting> copy(
      Intent intent, String project, String from, String to, String flagKey, Precondition ifMatch) {
    return changes.commit(
        intent,
        FlagTargeting.TYPE,
        change -> {
          Current source = current(change, project, from, flagKey, Precondition.NONE);
          Current current = current(change, project, to, flagKey, ifMatch);
          FlagTargeting before = current.targeting.content();
          TargetingDraft draft =
              TargetingDraft.of(source.targeting.content()).forOtherEnvironment(before.on());
          FlagTargeting after = edit(current.flag.content(), before).apply(draft);
          rules.check(change, current.environment.project(), after);
          return change.put(current.targeting, after, "copied");
        });
  }

  /// Makes the targeting exactly what it was at a version: everybody gets again what they got then.
  public Committed<FlagTargeting> restore(
      Intent intent,
      String project,
      String environment,
      String flagKey,
      Precondition ifMatch,
      long version) {
    return changes.commit(
        intent,
        FlagTargeting.TYPE,
        change -> {
          Current current = current(change, project, environment, flagKey, ifMatch);
          FlagTargeting then = change.contentAt(current.targeting, version);
          rules.check(change, current.environment.project(), then);
          return change.put(current.targeting, then, "restored");
        });
  }

  private TargetingEdit edit(Flag flag, FlagTargeting before) {
    return new TargetingEdit(flag, before, salts::next, () -> ids.next().toString());
  }

  private static Current current(
      Change change, String project, String environment, String flagKey, Precondition ifMatch) {
    EnvironmentScope scope =
        change.environmentWith(project, environment, Flag.TYPE, FlagTargeting.TYPE, flagKey);
    Versioned<Flag> flag =
        change.require(Flag.TYPE.in(scope.project(), flagKey), Precondition.NONE);
    DefinitionRef<FlagTargeting> ref = FlagTargeting.TYPE.in(scope, flagKey);
    Versioned<FlagTargeting> targeting =
        change
            .find(ref)
            .orElseGet(() -> Versioned.unsaved(ref, FlagTargeting.initial(flag.content())));
    ifMatch.check(targeting);
    return new Current(scope, flag, targeting);
  }

  /// A flag and its targeting under the lock.
  private record Current(
      EnvironmentScope environment, Versioned<Flag> flag, Versioned<FlagTargeting> targeting) {}
}
