// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import dev.guidon.server.platform.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The settings that the embedded PostgreSQL runs with, in a file of our own that `postgresql.conf` includes at its end.
///
/// Written anew at each start. What an operator adds to `postgresql.conf` behind the include holds; that what they add
/// does not endanger the data is checked when the server starts.
final class ServerSettings {
  static final String INCLUDE = "include 'guidon.conf'";

  private static final int MAJOR_WITH_ALTER_SYSTEM_SWITCH = 17;

  private ServerSettings() {}

  static void write(Path cluster, int major, int port, RunAs runAs) throws IOException {
    Path unfinished = cluster.resolve("guidon.conf.new");
    Files.deleteIfExists(unfinished);
    DurableFiles.writeSecret(unfinished, text(major, port));
    runAs.own(unfinished);
    Files.move(
        unfinished,
        cluster.resolve("guidon.conf"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    DurableFiles.syncEntries(cluster);
  }

  /// Makes PostgreSQL read our file.
  static void include(Path cluster) throws IOException {
    Path file = cluster.resolve("postgresql.conf");
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(
        file,
        text
            + "\n# Guidon's settings, written anew at each start. Put yours below this line.\n"
            + INCLUDE
            + "\n",
        StandardCharsets.UTF_8);
  }

  private static String text(int major, int port) {
    return """
    # Written by Guidon at each start; changes here are lost. Yours go to the end of postgresql.conf.

    # An answered change survives kill -9 and a power cut.
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    restart_after_crash = on
    wal_level = replica
    max_wal_size = 256MB
    min_wal_size = 64MB

    # For this server alone.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    ssl = off
    password_encryption = scram-sha-256
    max_connections = 40
    client_connection_check_interval = 5s

    shared_buffers = 64MB
    jit = off
    timezone = 'UTC'
    log_timezone = 'UTC'
    logging_collector = off
    log_destination = 'stderr'
    log_line_prefix = ''
    """
            .formatted(port)
        + (major >= MAJOR_WITH_ALTER_SYSTEM_SWITCH ? "allow_alter_system = off\n" : "");
  }
}
