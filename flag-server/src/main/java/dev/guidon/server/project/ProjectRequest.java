// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A project or an environment as people write it.
///
/// @param key needed to create one; afterwards it never changes
/// @param name for display; the key if left out
@ReadOnly({"id", "version", "receipt"})
record ProjectRequest(@Nullable String key, @Nullable String name, @Nullable String description) {

  static ProjectRequest of(String key, Project project) {
    return new ProjectRequest(key, project.name(), project.description());
  }

  static ProjectRequest of(String key, Environment environment) {
    return new ProjectRequest(key, environment.name(), environment.description());
  }

  /// The key of what is to be created.
  String newKey() {
    new Faults().requireNewKey(key).refuseIfAny("definition-refused");
    return Objects.requireNonNull(key);
  }

  Project project(String pathKey) {
    check(pathKey);
    return new Project(nameOr(pathKey), descriptionOrNone());
  }

  Environment environment(String pathKey) {
    check(pathKey);
    return new Environment(nameOr(pathKey), descriptionOrNone());
  }

  private void check(String pathKey) {
    new Faults()
        .requireText("/name", name, 200)
        .requireText("/description", description, 4_000)
        .requireSameKey(key, pathKey)
        .refuseIfAny("definition-refused");
  }

  private String nameOr(String pathKey) {
    return name == null ? pathKey : name;
  }

  private String descriptionOrNone() {
    return description == null ? "" : description;
  }
}
