// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.Change;
import dev.guidon.server.change.DefinitionType;
import dev.guidon.server.change.EnvironmentScope;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.directory.GrantDefinition;
import dev.guidon.server.directory.GroupDefinition;
import dev.guidon.server.directory.OwnerDefinition;
import dev.guidon.server.directory.RoleDefinition;
import dev.guidon.server.permission.BuiltInRole;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.ReadOnly;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// That somebody is to have a role, as people write it.
///
/// @param key of the grant; made up if left out
/// @param user the key of the user who is to have it, or else
/// @param serviceAccount the key of the service account, or else
/// @param group the key of the group
/// @param project the key of the project where; the whole installation if left out
/// @param environment the key of the environment where; the whole project if left out
@ReadOnly({"id", "version", "receipt"})
record GrantRequest(
    @Nullable String key,
    @Nullable String role,
    @Nullable String user,
    @Nullable String serviceAccount,
    @Nullable String group,
    @Nullable String project,
    @Nullable String environment) {

  void check() {
    var faults = new Faults();
    if (key != null) {
      faults.requireKey("/key", key);
    }
    if (role == null) {
      faults.add("/role", "missing", "missing (expected: the key of a role)");
    }
    long subjects = Stream.of(user, serviceAccount, group).filter(Objects::nonNull).count();
    if (subjects != 1) {
      faults.add(
          "", "one-subject", subjects + " subjects (expected: one of user, serviceAccount, group)");
    }
    if (environment != null && project == null) {
      faults.add("/project", "missing", "missing (expected: the project of the environment)");
    }
    faults.refuseIfAny("definition-refused");
  }

  GrantDefinition definition(Change change) {
    UUID projectId = null;
    UUID environmentId = null;
    if (project != null && environment != null) {
      EnvironmentScope scope = change.environment(project, environment);
      projectId = scope.project().id();
      environmentId = scope.id();
    } else if (project != null) {
      projectId = change.project(project).id();
    }
    return new GrantDefinition(subject(change), roleId(change), projectId, environmentId);
  }

  private UUID subject(Change change) {
    if (user != null) {
      return id(change, OwnerDefinition.USER, user);
    }
    return serviceAccount == null
        ? id(change, GroupDefinition.TYPE, Objects.requireNonNull(group, "group"))
        : id(change, OwnerDefinition.SERVICE_ACCOUNT, serviceAccount);
  }

  private String roleId(Change change) {
    String asked = Objects.requireNonNull(role, "role");
    return BuiltInRole.of(asked).isPresent()
        ? asked
        : id(change, RoleDefinition.TYPE, asked).toString();
  }

  private static UUID id(Change change, DefinitionType<?> type, String key) {
    return change.require(type.ofInstallation(key), Precondition.NONE).id();
  }
}
