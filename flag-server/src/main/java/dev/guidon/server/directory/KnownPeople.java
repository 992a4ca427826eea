// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;
import dev.guidon.server.change.Effect;
import dev.guidon.server.permission.ApiToken;
import dev.guidon.server.permission.BuiltInRole;
import dev.guidon.server.permission.Group;
import dev.guidon.server.permission.Owner;
import dev.guidon.server.permission.People;
import dev.guidon.server.permission.Place;
import dev.guidon.server.permission.Places;
import dev.guidon.server.permission.RoleGrant;
import dev.guidon.server.permission.Statement;
import dev.guidon.server.permission.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything of people and places that there was at one number of the log.
public final class KnownPeople {

  private static final Set<String> KINDS =
      Set.of(
          "project",
          "environment",
          "user",
          "service-account",
          "group",
          "role",
          "grant",
          "token",
          "admin-token");

  private final Map<UUID, Stored> definitions;
  private final People people;
  private final Places places;
  private final Map<UUID, Subject> subjects;
  private final Map<UUID, String> roles;
  private final Map<String, byte[]> tokenSecrets;
  private final Map<String, TokenDefinition> tokens;
  private final Set<String> deletedAdminTokens;

  /// A definition as it is stored.
  ///
  /// @param projectId of the project that it belongs to
  /// @param secretHash of a token
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(
      UUID id,
      String kind,
      UUID projectId,
      String key,
      String content,
      byte @Nullable [] secretHash) {

    <T extends Record> T as(DefinitionType<T> type) {
      return type.read(content);
    }
  }

  private KnownPeople(Map<UUID, Stored> definitions) {
    this.definitions = definitions;
    Map<String, List<Stored>> byKind =
        definitions.values().stream().collect(Collectors.groupingBy(Stored::kind));
    this.places = places(of(byKind, "project"), of(byKind, "environment"));
    this.subjects = new HashMap<>();
    List<Owner> owners = new ArrayList<>();
    for (Stored stored : of(byKind, "user")) {
      owners.add(owner(stored, Subject.user(stored.key)));
    }
    for (Stored stored : of(byKind, "service-account")) {
      owners.add(owner(stored, Subject.serviceAccount(stored.key)));
    }
    List<Group> groups = new ArrayList<>();
    for (Stored stored : of(byKind, "group")) {
      subjects.put(stored.id, Subject.group(stored.key));
      groups.add(new Group(stored.key, members(stored.as(GroupDefinition.TYPE))));
    }
    this.roles = new HashMap<>();
    Map<String, List<Statement>> statements = new HashMap<>();
    for (Stored stored : of(byKind, "role")) {
      roles.put(stored.id, stored.key);
      statements.put(stored.id.toString(), stored.as(RoleDefinition.TYPE).compiled());
    }
    List<RoleGrant> grants = new ArrayList<>();
    for (Stored stored : of(byKind, "grant")) {
      grant(stored.as(GrantDefinition.TYPE)).ifPresent(grants::add);
    }
    this.tokens = new HashMap<>();
    this.tokenSecrets = new HashMap<>();
    List<ApiToken> apiTokens = new ArrayList<>();
    for (Stored stored : of(byKind, "token")) {
      TokenDefinition token = stored.as(TokenDefinition.TYPE);
      tokens.put(stored.key, token);
      Subject owner = subjects.get(token.owner());
      if (owner != null) {
        apiTokens.add(
            new ApiToken(stored.key, owner, token.scope().statement(), token.expiresAt()));
      }
      if (stored.secretHash != null) {
        tokenSecrets.put(stored.key, stored.secretHash);
      }
    }
    this.deletedAdminTokens = new HashSet<>();
    for (Stored stored : of(byKind, "admin-token")) {
      if (stored.as(AdminTokenDefinition.TYPE).deleted()) {
        deletedAdminTokens.add(stored.key);
      }
    }
    this.people = new People(owners, groups, statements, grants, apiTokens);
  }

  static KnownPeople of(Map<UUID, Stored> definitions) {
    return new KnownPeople(Map.copyOf(definitions));
  }

  /// Whether a kind of definition is kept here.
  static boolean isKept(String kind) {
    return KINDS.contains(kind);
  }

  /// Whether a change is of something that is kept here.
  public static boolean isKept(Effect effect) {
    return isKept(effect.ref().type().kind());
  }

  /// What would be known if these changes were made as well.
  public KnownPeople ifChanged(List<Effect> effects) {
    Map<UUID, Stored> after = new HashMap<>(definitions);
    for (Effect effect : effects) {
      String content = effect.after();
      if (content == null) {
        after.remove(effect.id());
      } else if (isKept(effect)) {
        after.put(
            effect.id(),
            new Stored(
                effect.id(),
                effect.ref().type().kind(),
                effect.ref().projectId(),
                effect.ref().key(),
                content,
                null));
      }
    }
    return of(after);
  }

  private static List<Stored> of(Map<String, List<Stored>> byKind, String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  private static Places places(List<Stored> projects, List<Stored> environments) {
    Map<UUID, Place.Project> byId = new HashMap<>();
    projects.forEach(stored -> byId.put(stored.id, new Place.Project(stored.id, stored.key)));
    List<Place.Environment> placed = new ArrayList<>();
    for (Stored stored : environments) {
      Place.Project project = byId.get(stored.projectId);
      if (project != null) {
        placed.add(new Place.Environment(project, stored.id, stored.key));
      }
    }
    return new Places(byId.values(), placed);
  }

  private Owner owner(Stored stored, Subject subject) {
    subjects.put(stored.id, subject);
    OwnerDefinition definition = stored.as(OwnerDefinition.USER);
    return new Owner(stored.id, subject, definition.name(), definition.disabled());
  }

  private Set<Subject> members(GroupDefinition group) {
    Set<Subject> members = new HashSet<>();
    for (UUID id : group.members()) {
      Subject member = subjects.get(id);
      if (member != null) {
        members.add(member);
      }
    }
    return members;
  }

  private Optional<RoleGrant> grant(GrantDefinition grant) {
    Subject subject = subjects.get(grant.subject());
    return subject == null
        ? Optional.empty()
        : place(grant.projectId(), grant.environmentId())
            .map(place -> new RoleGrant(subject, grant.role(), place));
  }

  /// The place of these ids; empty when it is gone.
  public Optional<Place> place(@Nullable UUID projectId, @Nullable UUID environmentId) {
    if (projectId == null) {
      return Optional.of(Place.INSTALLATION);
    }
    Optional<Place.Project> project = places.project(projectId);
    return environmentId == null
        ? project.map(found -> found)
        : project.flatMap(found -> places.environment(found, environmentId));
  }

  public People people() {
    return people;
  }

  public Places places() {
    return places;
  }

  /// The user, service account or group of this id; empty when it is gone.
  public Optional<Subject> subject(UUID id) {
    return Optional.ofNullable(subjects.get(id));
  }

  /// The key of the role of this id, which for a built-in one is its key; empty when it is gone.
  public Optional<String> roleKey(String id) {
    return BuiltInRole.of(id).isPresent()
        ? Optional.of(id)
        : Optional.ofNullable(roles.get(UUID.fromString(id)));
  }

  /// SHA-256 of a token's secret; empty when there is no such token.
  public Optional<byte[]> tokenSecret(String selector) {
    return Optional.ofNullable(tokenSecrets.get(selector));
  }

  /// Every token by its selector.
  public Map<String, TokenDefinition> tokens() {
    return Map.copyOf(tokens);
  }

  public boolean isAdminTokenDeleted(String selector) {
    return deletedAdminTokens.contains(selector);
  }
}
