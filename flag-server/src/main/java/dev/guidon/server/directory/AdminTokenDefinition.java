// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;

/// What became of the admin token that was made at the first start. Its key is the token's selector; there is none before something
/// was said of it.
public record AdminTokenDefinition(boolean deleted) {

  public static final DefinitionType<AdminTokenDefinition> TYPE =
      DefinitionType.internal("admin-token", AdminTokenDefinition.class);
}
