// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A statement of a role, as far as the role was granted.
///
/// A project or an environment is meant by its id besides its key: what takes the key of one that was deleted is another one.
///
/// @param projectId null when it was granted on the whole installation
/// @param environmentId null when it was granted on a whole project, or on the installation
public record Allowance(
    Statement statement, @Nullable UUID projectId, @Nullable UUID environmentId) {

  /// Granted on the whole installation.
  public static Allowance everywhere(Statement statement) {
    return new Allowance(statement, null, null);
  }

  /// Granted there; empty when the statement says nothing about that place.
  public static Optional<Allowance> at(Place place, Statement statement) {
    return switch (place) {
      case Place.Installation _ -> Optional.of(everywhere(statement));
      case Place.Project project ->
          inProject(statement, project.key())
              .map(narrowed -> new Allowance(narrowed, project.id(), null));
      case Place.Environment(Place.Project project, UUID id, String key) ->
          inProject(statement, project.key())
              .filter(narrowed -> narrowed.environments().matches(key))
              .map(narrowed -> new Allowance(narrowed.inEnvironments(key), project.id(), id));
    };
  }

  private static Optional<Statement> inProject(Statement statement, String key) {
    return statement.projects().matches(key)
        ? Optional.of(statement.inProjects(key))
        : Optional.empty();
  }

  boolean means(Action action, Resource resource) {
    return isOf(resource.place()) && statement.means(action, resource);
  }

  boolean reaches(Action action, Place place) {
    return isOf(place) && statement.reaches(action, place);
  }

  private boolean isOf(Place place) {
    return switch (place) {
      case Place.Installation _ -> projectId == null;
      case Place.Project project -> projectId == null || projectId.equals(project.id());
      case Place.Environment environment ->
          (projectId == null || projectId.equals(environment.project().id()))
              && (environmentId == null || environmentId.equals(environment.id()));
    };
  }

  /// Whether it allows the action on all that the other does. Never true when it does not.
  boolean covers(Action action, Allowance other) {
    return statement.actions().contains(action)
        && (projectId == null || projectId.equals(other.projectId))
        && (environmentId == null || environmentId.equals(other.environmentId))
        && statement.coversResourcesOf(other.statement);
  }
}
