// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.database.embedded.EmbeddedOptions;
import dev.guidon.server.database.embedded.EmbeddedPostgresException;
import dev.guidon.server.database.embedded.PostgresListener;
import dev.guidon.server.database.embedded.PostgresSupervisor;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL beside the servers that use it, which goes away and comes back.
final class SharedPostgres implements AutoCloseable {

  private final Path directory;
  private @Nullable PostgresSupervisor supervisor;

  SharedPostgres(Path directory) {
    this.directory = directory;
    comeBack();
  }

  Path directory() {
    return directory;
  }

  /// The settings by which a server uses it.
  Map<String, Object> settings() {
    PostgresSupervisor running = running();
    return Map.of(
        "guidon.database.url",
        "jdbc:postgresql://127.0.0.1:" + running.port() + "/" + PostgresSupervisor.DATABASE,
        "guidon.database.owner-user",
        PostgresSupervisor.OWNER_ROLE,
        "guidon.database.owner-password",
        running.passwords().owner(),
        "guidon.database.runtime-password",
        running.passwords().runtime());
  }

  void goAway() {
    running().close();
    supervisor = null;
  }

  void comeBack() {
    try {
      supervisor = PostgresSupervisor.start(EmbeddedOptions.in(directory), PostgresListener.NONE);
    } catch (EmbeddedPostgresException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private PostgresSupervisor running() {
    if (supervisor == null) {
      throw new IllegalStateException("the database is away");
    }
    return supervisor;
  }

  @Override
  public void close() {
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
