// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.people;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.RoleDefinition;
import dev.guidon.server.directory.StatementDefinition;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A role as it is.
@Serdeable
record RoleResponse(
    String key,
    UUID id,
    String name,
    String description,
    List<StatementResponse> statements,
    long version,
    @Nullable ReceiptDocument receipt) {

  /// Some actions on some resources. An empty list means everything.
  @Serdeable
  record StatementResponse(
      List<String> actions,
      List<String> projects,
      List<String> environments,
      List<String> flags,
      List<String> tags,
      List<String> purposes) {

    static StatementResponse of(StatementDefinition statement) {
      return new StatementResponse(
          statement.actions(),
          statement.projects(),
          statement.environments(),
          statement.flags(),
          statement.tags(),
          statement.purposes());
    }
  }

  static RoleResponse of(Versioned<RoleDefinition> role, @Nullable ReceiptDocument receipt) {
    return new RoleResponse(
        role.ref().key(),
        role.id(),
        role.content().name(),
        role.content().description(),
        role.content().statements().stream().map(StatementResponse::of).toList(),
        role.version(),
        receipt);
  }
}
