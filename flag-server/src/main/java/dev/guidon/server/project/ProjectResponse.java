// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A project, or an environment, as it is.
@Serdeable
record ProjectResponse(
    String key,
    UUID id,
    String name,
    String description,
    long version,
    @Nullable ReceiptDocument receipt) {

  static ProjectResponse of(Versioned<Project> project, @Nullable ReceiptDocument receipt) {
    return new ProjectResponse(
        project.ref().key(),
        project.id(),
        project.content().name(),
        project.content().description(),
        project.version(),
        receipt);
  }

  static ProjectResponse ofEnvironment(
      Versioned<Environment> environment, @Nullable ReceiptDocument receipt) {
    return new ProjectResponse(
        environment.ref().key(),
        environment.id(),
        environment.content().name(),
        environment.content().description(),
        environment.version(),
        receipt);
  }
}
