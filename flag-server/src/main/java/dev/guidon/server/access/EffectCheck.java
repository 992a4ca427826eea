// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.evaluation.Value;
import dev.guidon.server.change.DefinitionRef;
import dev.guidon.server.change.Effect;
import dev.guidon.server.database.Sql;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.directory.RoleDefinition;
import dev.guidon.server.directory.StatementDefinition;
import dev.guidon.server.directory.TokenDefinition;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Allowance;
import dev.guidon.server.permission.FlagTraits;
import dev.guidon.server.permission.Permission;
import dev.guidon.server.permission.Place;
import dev.guidon.server.permission.Resource;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.json.JsonText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Compares what a change really does with what its maker may do, with the head locked.
///
/// What a route does is only roughly known beforehand: whether a patch edits values or more, and whether the flag has the tag that a
/// role names, shows here. A flag that a change retags must be allowed as it was and as it will be.
final class EffectCheck {

  private static final String FLAG =
      """
      SELECT version.content
      FROM definition
      JOIN definition_version AS version ON version.seq = definition.current_seq
      WHERE definition.kind = 'flag' AND definition.project_id = ? AND definition.environment_id IS NULL
        AND lower(definition.key) = lower(?) AND NOT definition.deleted
      """;

  private static final Set<String> PEOPLE =
      Set.of("user", "service-account", "group", "role", "grant", "admin-token");

  private final Connection connection;
  private final KnownPeople known;
  private final Permission permission;
  private final Principal principal;

  EffectCheck(
      Connection connection, KnownPeople known, Permission permission, Principal principal) {
    this.connection = connection;
    this.known = known;
    this.permission = permission;
    this.principal = principal;
  }

  void check(List<Effect> effects) throws SQLException {
    boolean changesPeople = false;
    for (Effect effect : effects) {
      String kind = effect.ref().type().kind();
      if (PEOPLE.contains(kind)) {
        require(Action.ACCESS_WRITE, Resource.at(Place.INSTALLATION));
        requireRoleWithin(effect);
        changesPeople = true;
      } else if (kind.equals("token")) {
        checkToken(effect);
      } else {
        checkDefinition(effect);
      }
    }
    if (changesPeople) {
      requireNobodyRaised(effects);
    }
  }

  private void checkDefinition(Effect effect) throws SQLException {
    Place place = place(effect);
    for (String verb : effect.verbs()) {
      Action action = Action.of(effect.ref().type().kind(), verb);
      if (permission.allows(action, Resource.at(place))) {
        continue;
      }
      for (FlagTraits flag : flags(effect)) {
        require(action, new Resource(place, flag));
      }
    }
  }

  private Place place(Effect effect) {
    DefinitionRef<?> ref = effect.ref();
    if (ref.type().kind().equals("project")) {
      return new Place.Project(effect.id(), ref.key());
    }
    Place.Project project =
        known.places().project(ref.projectId()).orElseThrow(() -> gone(ref.projectId()));
    if (ref.type().kind().equals("environment")) {
      return new Place.Environment(project, effect.id(), ref.key());
    }
    UUID environmentId = ref.environmentId();
    return environmentId == null
        ? project
        : known.places().environment(project, environmentId).orElseThrow(() -> gone(environmentId));
  }

  private static IllegalStateException gone(UUID id) {
    return new IllegalStateException(id + " is gone (expected: a place that was just looked up)");
  }

  /// The flag that an effect is about, as it was and as it will be; a null where it is about none.
  private Set<@Nullable FlagTraits> flags(Effect effect) throws SQLException {
    String key = effect.ref().key();
    Set<@Nullable FlagTraits> flags = new HashSet<>();
    switch (effect.ref().type().kind()) {
      case "flag" -> {
        addFlag(flags, key, effect.before());
        addFlag(flags, key, effect.after());
      }
      case "targeting" ->
          addFlag(
              flags,
              key,
              Sql.one(
                      connection,
                      FLAG,
                      row -> row.getString("content"),
                      effect.ref().projectId(),
                      key)
                  .orElse(null));
      default -> flags.add(null);
    }
    return flags;
  }

  private static void addFlag(
      Set<@Nullable FlagTraits> flags, String key, @Nullable String content) {
    if (content != null
        && JsonText.read(content) instanceof Value.ObjectValue(Map<String, Value> fields)) {
      Set<String> tags = new HashSet<>();
      if (fields.get("tags") instanceof Value.ListValue(List<Value> elements)) {
        elements.forEach(element -> {
          if (element instanceof Value.StringValue(String tag)) {
            tags.add(tag);
          }
        });
      }
      String purpose = fields.get("purpose") instanceof Value.StringValue(String text) ? text : "";
      flags.add(new FlagTraits(key, tags, purpose));
    }
  }

  /// A token is its owner's to make and to end, or whoever's who may change access; it never does more than whoever makes it.
  private void checkToken(Effect effect) {
    TokenDefinition after = token(effect.after());
    TokenDefinition any = after == null ? token(effect.before()) : after;
    boolean own =
        any != null
            && principal instanceof Principal.Holder holder
            && holder.owner().id().equals(any.owner());
    require(own ? Action.TOKEN_OWN : Action.ACCESS_WRITE, Resource.at(Place.INSTALLATION));
    if (after == null) {
      return;
    }
    Permission effective =
        known
            .subject(after.owner())
            .map(owner -> known.people().permissionOf(owner))
            .orElse(Permission.NONE)
            .within(after.scope().statement());
    if (!permission.covers(effective)) {
      throw beyond("the token would do more than you may");
    }
  }

  private static @Nullable TokenDefinition token(@Nullable String content) {
    return content == null ? null : TokenDefinition.TYPE.read(content);
  }

  private void requireRoleWithin(Effect effect) {
    String after = effect.after();
    if (after == null || !effect.ref().type().kind().equals("role")) {
      return;
    }
    for (StatementDefinition statement : RoleDefinition.TYPE.read(after).statements()) {
      if (!permission.covers(Allowance.everywhere(statement.statement()))) {
        throw beyond("the role would do more than you may");
      }
    }
  }

  private void requireNobodyRaised(List<Effect> effects) {
    known
        .people()
        .raisedBeyond(permission, known.ifChanged(effects).people())
        .ifPresent(owner -> {
          throw beyond(owner.subject().key() + " would get to do more than you may");
        });
  }

  private void require(Action action, Resource resource) {
    if (!permission.allows(action, resource)) {
      throw ProblemException.of(
          403, "forbidden", "this token may not do that (expected: " + action.text() + ")");
    }
  }

  private static ProblemException beyond(String what) {
    return ProblemException.of(403, "beyond-own-permission", what);
  }
}
