// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// That somebody has a role somewhere. All but built-in roles are named by id, so that nothing is granted to what takes the key of
/// something that was deleted.
///
/// @param subject the id of a user, a service account or a group
/// @param role the id of a role, or the key of a built-in one
/// @param projectId null on the whole installation
/// @param environmentId null on the whole project
public record GrantDefinition(
    UUID subject, String role, @Nullable UUID projectId, @Nullable UUID environmentId) {

  public static final DefinitionType<GrantDefinition> TYPE =
      DefinitionType.internal("grant", GrantDefinition.class);
}
