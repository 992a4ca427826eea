// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;

/// A user or a service account as it was authored.
///
/// @param name for display
/// @param disabled whether they may do nothing for now, and their tokens neither
public record OwnerDefinition(String name, boolean disabled) {

  public static final DefinitionType<OwnerDefinition> USER =
      DefinitionType.internal("user", OwnerDefinition.class);

  public static final DefinitionType<OwnerDefinition> SERVICE_ACCOUNT =
      DefinitionType.internal("service-account", OwnerDefinition.class);
}
