// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.change.Definitions;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Permission;
import dev.guidon.server.permission.Place;
import dev.guidon.server.permission.Places;
import dev.guidon.server.permission.Reach;
import dev.guidon.server.platform.ProblemException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody may do, and the places where that could be, at the moment of a request.
public record Standing(Permission permission, Places places) {

  /// Where something may be done.
  public Reach reach(Action action) {
    return permission.reach(action, places);
  }

  /// Returns if one of the actions may be done in an environment of a project; else a problem `forbidden`, or, where they may do
  /// nothing in the project, the one that is told where there is no such project.
  public void require(String projectKey, String environmentKey, Action... anyOf) {
    requireAny(place(projectKey, environmentKey), anyOf);
  }

  /// Whether all places are known that this needs.
  boolean knows(@Nullable String projectKey, @Nullable String environmentKey) {
    return projectKey == null
        || places
            .project(projectKey)
            .filter(project ->
                environmentKey == null || places.environment(project, environmentKey).isPresent())
            .isPresent();
  }

  Place place(@Nullable String projectKey, @Nullable String environmentKey) {
    if (projectKey == null) {
      return Place.INSTALLATION;
    }
    Place.Project project =
        places
            .project(projectKey)
            .filter(permission::sees)
            .orElseThrow(() -> Definitions.projectNotFound(projectKey));
    if (environmentKey == null) {
      return project;
    }
    Optional<Place.Environment> environment = places.environment(project, environmentKey);
    return environment.orElseThrow(
        () -> Definitions.environmentNotFound(projectKey, environmentKey));
  }

  void requireAny(Place place, Action... anyOf) {
    require(Arrays.stream(anyOf).anyMatch(action -> permission.mayAllow(action, place)), anyOf);
  }

  void requireSomewhere(Action... anyOf) {
    require(Arrays.stream(anyOf).anyMatch(permission::mayAllowSomewhere), anyOf);
  }

  private static void require(boolean allowed, Action... anyOf) {
    if (!allowed) {
      String expected = String.join(" or ", Arrays.stream(anyOf).map(Action::text).toList());
      throw ProblemException.of(
          403, "forbidden", "this token may not do that (expected: " + expected + ")");
    }
  }
}
