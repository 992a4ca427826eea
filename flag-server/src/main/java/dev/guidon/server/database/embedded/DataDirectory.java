// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/// Where the embedded database keeps what it has, below one home directory.
///
/// ```
/// instance.lock   held while a server runs
/// passwords       of the database's roles, for our eyes only
/// port            where it listens
/// cluster/        PostgreSQL's own data directory
/// cluster.new/    one that is being made; worthless until renamed
/// ```
record DataDirectory(Path home) {

  Path lock() {
    return home.resolve("instance.lock");
  }

  Path passwords() {
    return home.resolve("passwords");
  }

  Path port() {
    return home.resolve("port");
  }

  Path cluster() {
    return home.resolve("cluster");
  }

  Path unfinishedCluster() {
    return home.resolve("cluster.new");
  }

  boolean hasCluster() {
    return Files.exists(cluster().resolve("PG_VERSION"));
  }

  /// The major version of PostgreSQL that made the cluster; empty when there is none yet.
  OptionalInt clusterMajor() throws EmbeddedPostgresException {
    if (!hasCluster()) {
      return OptionalInt.empty();
    }
    Path file = cluster().resolve("PG_VERSION");
    try {
      String text = Files.readString(file).strip();
      return OptionalInt.of(Integer.parseInt(text));
    } catch (IOException | NumberFormatException e) {
      throw new EmbeddedPostgresException(
          file + " cannot be read as a version of PostgreSQL: " + e.getMessage(), e);
    }
  }

  /// Makes the home when it is missing, and makes sure that we may write to it.
  ///
  /// A home that we make can be passed through by everybody (0711) but read by us alone: started by root, PostgreSQL runs
  /// as another user and has to pass. One that exists keeps its permissions.
  void prepare() throws EmbeddedPostgresException {
    try {
      if (!Files.isDirectory(home)) {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      }
      Files.delete(Files.createTempFile(home, "writable", ""));
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "The database's directory "
              + home
              + " cannot be written ("
              + e
              + "). Give this user the right to write there,"
              + " or choose another with guidon.database.embedded.directory.",
          e);
    }
  }
}
