// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.change.DefinitionType;
import dev.guidon.server.permission.Statement;
import java.util.List;

/// A role as it was authored.
public record RoleDefinition(
    String name, String description, List<StatementDefinition> statements) {

  public static final DefinitionType<RoleDefinition> TYPE =
      DefinitionType.internal("role", RoleDefinition.class);

  public RoleDefinition {
    statements = List.copyOf(statements);
  }

  List<Statement> compiled() {
    return statements.stream().map(StatementDefinition::statement).toList();
  }
}
