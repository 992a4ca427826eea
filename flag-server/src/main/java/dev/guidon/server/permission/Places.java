// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The projects and environments that there are.
public final class Places {

  public static final Places NONE = new Places(List.of(), List.of());

  private final Map<UUID, Place.Project> projects;
  private final Map<String, Place.Project> projectsByKey;
  private final Map<UUID, Map<String, Place.Environment>> environments;

  public Places(Collection<Place.Project> projects, Collection<Place.Environment> environments) {
    this.projects =
        projects.stream().collect(Collectors.toMap(Place.Project::id, Function.identity()));
    this.projectsByKey =
        projects.stream().collect(Collectors.toMap(Place.Project::key, Function.identity()));
    this.environments =
        environments.stream()
            .collect(
                Collectors.groupingBy(
                    environment -> environment.project().id(),
                    Collectors.toMap(Place.Environment::key, Function.identity())));
  }

  Collection<Place.Project> projects() {
    return projects.values();
  }

  Collection<Place.Environment> environmentsOf(Place.Project project) {
    return environments.getOrDefault(project.id(), Map.of()).values();
  }

  public Optional<Place.Project> project(String key) {
    return Optional.ofNullable(projectsByKey.get(key));
  }

  public Optional<Place.Project> project(UUID id) {
    return Optional.ofNullable(projects.get(id));
  }

  public Optional<Place.Environment> environment(Place.Project project, String key) {
    return Optional.ofNullable(environments.getOrDefault(project.id(), Map.of()).get(key));
  }

  public Optional<Place.Environment> environment(Place.Project project, UUID id) {
    return environmentsOf(project).stream()
        .filter(environment -> environment.id().equals(id))
        .findFirst();
  }
}
