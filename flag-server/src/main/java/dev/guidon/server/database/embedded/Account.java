// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A user of the machine, as PostgreSQL is to run under.
record Account(int uid, int gid, String name) {
  private static final Path PASSWORD_FILE = Path.of("/etc/passwd");

  /// The user made for PostgreSQL, if the machine has one, else the one made for owning nothing.
  static Account forPostgres() throws EmbeddedPostgresException {
    for (String name : List.of("postgres", "nobody")) {
      Optional<Account> account = named(name);
      if (account.isPresent()) {
        return account.get();
      }
    }
    throw new EmbeddedPostgresException(
        "Started by root, PostgreSQL has to run as another user, and neither postgres nor nobody is in "
            + PASSWORD_FILE
            + ". Make one of them, or start the server as another user.");
  }

  static Account ownerOf(Path path) throws EmbeddedPostgresException {
    try {
      int uid = (int) Files.getAttribute(path, "unix:uid");
      int gid = (int) Files.getAttribute(path, "unix:gid");
      return new Account(uid, gid, Files.getOwner(path).getName());
    } catch (IOException e) {
      throw new EmbeddedPostgresException("The owner of " + path + " cannot be read: " + e, e);
    }
  }

  private static Optional<Account> named(String name) throws EmbeddedPostgresException {
    try {
      return Files.readAllLines(PASSWORD_FILE).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length >= 4 && fields[0].equals(name))
          .map(
              fields -> new Account(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), name))
          .findFirst();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(PASSWORD_FILE + " cannot be read: " + e, e);
    }
  }

  boolean isRoot() {
    return uid == 0;
  }

  void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }
}
