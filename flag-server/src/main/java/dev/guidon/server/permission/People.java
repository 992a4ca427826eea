// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everybody who may do anything, at one moment: users, service accounts, groups, roles, who has them where, and tokens.
///
/// A value: what it answers never changes, so a permission is put together once.
public final class People {

  private static final Allowance OWN_TOKENS = Allowance.everywhere(Statement.of("token:own"));

  private final Map<Subject, Owner> owners;
  private final Map<Subject, List<Subject>> groupsByMember = new HashMap<>();
  private final Map<String, List<Statement>> roles;
  private final Map<Subject, List<RoleGrant>> grantsBySubject;
  private final Map<String, ApiToken> tokens;
  private final Map<Subject, Permission> permissions = new ConcurrentHashMap<>();
  private final Map<String, Permission> tokenPermissions = new ConcurrentHashMap<>();

  /// @param roles the statements of each role that is not built in, by its key
  public People(
      Collection<Owner> owners,
      Collection<Group> groups,
      Map<String, List<Statement>> roles,
      Collection<RoleGrant> grants,
      Collection<ApiToken> tokens) {
    this.owners = byKey(owners, Owner::subject);
    this.roles = Map.copyOf(roles);
    this.grantsBySubject = grants.stream().collect(Collectors.groupingBy(RoleGrant::subject));
    this.tokens = byKey(tokens, ApiToken::selector);
    for (Group group : groups) {
      for (Subject member : group.members()) {
        groupsByMember
            .computeIfAbsent(member, same -> new ArrayList<>())
            .add(Subject.group(group.key()));
      }
    }
  }

  private static <K, V> Map<K, V> byKey(Collection<V> values, Function<V, K> key) {
    return values.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }

  public Collection<Owner> owners() {
    return owners.values();
  }

  public Optional<Owner> owner(Subject subject) {
    return Optional.ofNullable(owners.get(subject));
  }

  public Optional<ApiToken> token(String selector) {
    return Optional.ofNullable(tokens.get(selector));
  }

  /// The statements of a role; empty when there is no such role.
  public Optional<List<Statement>> role(String key) {
    return BuiltInRole.of(key)
        .map(BuiltInRole::statements)
        .or(() -> Optional.ofNullable(roles.get(key)));
  }

  /// What a user or service account may do; nothing when there is none, or it is disabled.
  public Permission permissionOf(Subject subject) {
    return permissions.computeIfAbsent(subject, this::putTogether);
  }

  private Permission putTogether(Subject subject) {
    Owner owner = owners.get(subject);
    if (owner == null || owner.disabled()) {
      return Permission.NONE;
    }
    List<Subject> granted = new ArrayList<>(groupsByMember.getOrDefault(subject, List.of()));
    granted.add(subject);
    List<Allowance> allowances = new ArrayList<>();
    allowances.add(OWN_TOKENS);
    for (Subject holder : granted) {
      for (RoleGrant grant : grantsBySubject.getOrDefault(holder, List.of())) {
        for (Statement statement : role(grant.role()).orElse(List.of())) {
          Allowance.at(grant.place(), statement).ifPresent(allowances::add);
        }
      }
    }
    return Permission.of(allowances);
  }

  /// What whoever shows a token may do now: what the token's scope and its owner's permission both allow. Empty when the token is
  /// gone or expired, or its owner is gone or disabled.
  public Optional<Permission> permissionOf(String selector, Instant now) {
    ApiToken token = tokens.get(selector);
    if (token == null || token.isExpired(now)) {
      return Optional.empty();
    }
    Owner owner = owners.get(token.owner());
    if (owner == null || owner.disabled()) {
      return Optional.empty();
    }
    return Optional.of(
        tokenPermissions.computeIfAbsent(
            selector, same -> permissionOf(token.owner()).within(token.scope())));
  }

  /// Who would get more than the giver has, if these people became those; empty when nobody would.
  ///
  /// Asked of everybody alike, so that a role, a grant, a group and a disabled user that is enabled again are one case: what anybody
  /// may do that they might not do before must be something that the giver may do.
  public Optional<Owner> raisedBeyond(Permission giver, People after) {
    return after.owners.values().stream()
        .filter(owner -> {
          List<Allowance> before = permissionOf(owner.subject()).allowances();
          return after.permissionOf(owner.subject()).allowances().stream()
              .anyMatch(allowance ->
                  !allowance.equals(OWN_TOKENS)
                      && !before.contains(allowance)
                      && !giver.covers(allowance));
        })
        .findFirst();
  }
}
