// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// All that somebody may do at one moment: what their roles allow, as far as the scope of their token does.
///
/// Immutable, and made once for each owner and version of what is known of people, so that a decision only looks.
public final class Permission {

  public static final Permission NONE = of(List.of());

  private final List<Allowance> allowances;
  private final List<List<Allowance>> byAction;
  private final List<Statement> scopes;

  private Permission(List<Allowance> allowances, List<Statement> scopes) {
    this.allowances = allowances;
    this.scopes = scopes;
    this.byAction = byAction(allowances);
  }

  private static List<List<Allowance>> byAction(List<Allowance> allowances) {
    List<List<Allowance>> byAction = new ArrayList<>();
    for (Action action : Action.values()) {
      byAction.add(
          allowances.stream()
              .filter(allowance -> allowance.statement().actions().contains(action))
              .toList());
    }
    return byAction;
  }

  public static Permission of(Collection<Allowance> allowances) {
    return new Permission(List.copyOf(allowances), List.of());
  }

  /// The same, as far as the scope of a token allows.
  public Permission within(Statement scope) {
    List<Statement> all = new ArrayList<>(scopes);
    all.add(scope);
    return new Permission(allowances, List.copyOf(all));
  }

  /// Whether this may be done to that.
  public boolean allows(Action action, Resource resource) {
    for (Statement scope : scopes) {
      if (!scope.means(action, resource)) {
        return false;
      }
    }
    for (Allowance allowance : allowancesOf(action)) {
      if (allowance.means(action, resource)) {
        return true;
      }
    }
    return false;
  }

  /// Whether this may be done there to some flag, or to what is no flag. What it is done to is known later.
  public boolean mayAllow(Action action, Place place) {
    for (Statement scope : scopes) {
      if (!scope.reaches(action, place)) {
        return false;
      }
    }
    for (Allowance allowance : allowancesOf(action)) {
      if (allowance.reaches(action, place)) {
        return true;
      }
    }
    return false;
  }

  /// Whether this may be done to anything anywhere, as far as that can be told without a place.
  public boolean mayAllowSomewhere(Action action) {
    return !allowancesOf(action).isEmpty() && isInScope(action);
  }

  /// Whether anything may be done in the project or in an environment of it. Whoever may do nothing there is not told that there is
  /// such a project.
  public boolean sees(Place.Project project) {
    return scopes.stream().allMatch(scope -> scope.projects().matches(project.key()))
        && allowances.stream().anyMatch(allowance -> isAbout(allowance, project));
  }

  private boolean isAbout(Allowance allowance, Place.Project project) {
    return (allowance.projectId() == null || allowance.projectId().equals(project.id()))
        && allowance.statement().projects().matches(project.key())
        && allowance.statement().actions().stream()
            .anyMatch(action -> action.isInProjects() && isInScope(action));
  }

  /// Whether it allows all that the allowance does.
  public boolean covers(Allowance other) {
    return covers(of(List.of(other)));
  }

  /// Whether it allows all that the other does. Never true when it does not, and false now and then when it does, because the
  /// patterns of several allowances together mean more than each.
  public boolean covers(Permission other) {
    return other.allowances.stream()
        .allMatch(allowance ->
            allowance.statement().actions().stream()
                .filter(other::isInScope)
                .allMatch(action ->
                    isScopeOf(action, allowance, other.scopes) && isAllowed(action, allowance)));
  }

  private boolean isInScope(Action action) {
    return scopes.stream().allMatch(scope -> scope.actions().contains(action));
  }

  private boolean isScopeOf(Action action, Allowance allowance, List<Statement> otherScopes) {
    return scopes.stream()
        .allMatch(scope ->
            scope.actions().contains(action)
                && (scope.coversResourcesOf(allowance.statement())
                    || otherScopes.stream().anyMatch(scope::coversResourcesOf)));
  }

  private boolean isAllowed(Action action, Allowance other) {
    return allowancesOf(action).stream().anyMatch(allowance -> allowance.covers(action, other));
  }

  /// Where this may be done, among the places that there are.
  public Reach reach(Action action, Places places) {
    if (mayAllow(action, Place.INSTALLATION)) {
      return Reach.EVERYWHERE;
    }
    Set<UUID> projects = new HashSet<>();
    Set<UUID> environments = new HashSet<>();
    for (Place.Project project : places.projects()) {
      if (mayAllow(action, project)) {
        projects.add(project.id());
      }
      for (Place.Environment environment : places.environmentsOf(project)) {
        if (mayAllow(action, environment)) {
          environments.add(environment.id());
        }
      }
    }
    return new Reach.Some(projects, environments);
  }

  @SuppressWarnings("EnumOrdinal") // an index into a list made from the same values
  private List<Allowance> allowancesOf(Action action) {
    return byAction.get(action.ordinal());
  }

  /// What the roles allow, whatever the token's scope.
  public List<Allowance> allowances() {
    return allowances;
  }
}
