// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;
import java.util.List;
import java.util.UUID;

/// A group as it was authored.
///
/// @param members users and service accounts by id, so that nobody joins by taking the key of somebody who left
public record GroupDefinition(String name, List<UUID> members) {

  public static final DefinitionType<GroupDefinition> TYPE =
      DefinitionType.internal("group", GroupDefinition.class);

  public GroupDefinition {
    members = List.copyOf(members);
  }
}
