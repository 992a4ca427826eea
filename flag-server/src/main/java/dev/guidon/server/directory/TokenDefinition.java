// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;
import dev.guidon.server.permission.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A token of a user or a service account as it was authored, without its secret. Its key is its selector.
///
/// @param owner the id of the user or service account
/// @param createdBy the id of whoever made it
public record TokenDefinition(
    String name, UUID owner, Scope scope, Instant expiresAt, Instant createdAt, String createdBy) {

  public static final DefinitionType<TokenDefinition> TYPE =
      DefinitionType.internal("token", TokenDefinition.class);

  /// As far as a token lets its owner's permission through. An empty list means everything, but for actions.
  public record Scope(List<String> actions, List<String> projects, List<String> environments) {

    public Scope {
      actions = List.copyOf(actions);
      projects = List.copyOf(projects);
      environments = List.copyOf(environments);
    }

    public Statement statement() {
      return new StatementDefinition(
              actions, projects, environments, List.of(), List.of(), List.of())
          .statement();
    }
  }
}
