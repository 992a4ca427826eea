// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses where the bundled PostgreSQL is unpacked: a directory of our own that the user who runs it can reach and that
/// nobody else can write to.
///
/// @param configured the only place to use; null to look through the usual ones
/// @param home the database's directory, the last resort
/// @param runAs who has to reach it
record BinariesPlace(HostSystem host, @Nullable Path configured, Path home, RunAs runAs) {

  private static final Set<PosixFilePermission> READABLE_BY_ALL =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /// Finds what was unpacked earlier under a name.
  Optional<Path> unpacked(String name) {
    return candidates().stream()
        .filter(this::isTrusted)
        .map(candidate -> candidate.resolve(name))
        .filter(directory -> isTrusted(directory) && runAs.canEnter(directory))
        .findFirst();
  }

  /// Finds a directory to unpack to.
  Path find() throws EmbeddedPostgresException {
    List<String> refused = new ArrayList<>();
    for (Path candidate : candidates()) {
      String problem = problemWith(candidate);
      if (problem == null) {
        return candidate;
      }
      refused.add(candidate + " (" + problem + ")");
    }
    throw new EmbeddedPostgresException(
        "There is no place to unpack PostgreSQL: "
            + String.join(", ", refused)
            + ". Name one with guidon.database.embedded.unpack-directory.");
  }

  private List<Path> candidates() {
    if (configured != null) {
      return List.of(configured.toAbsolutePath());
    }
    Path ofTheMachine = Path.of("/var/cache/guidon");
    Path ofTheUser = Path.of(System.getProperty("user.home"), ".cache", "guidon");
    Path ofTheDatabase = home.resolve("postgresql");
    // A root's home is where nobody else looks, and a user without one has a name for it that is no
    // path.
    return host.isRoot() || !ofTheUser.isAbsolute()
        ? List.of(ofTheMachine, ofTheDatabase)
        : List.of(ofTheMachine, ofTheUser, ofTheDatabase);
  }

  private @Nullable String problemWith(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, READABLE_BY_ALL);
      }
      if (!Files.isWritable(directory)) {
        return "cannot be written";
      }
      if (!isTrusted(directory)) {
        return "others may write there";
      }
      return runAs.canEnter(directory) ? null : runAs + " cannot reach it";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// What lies in a directory that somebody else may write to could be anything by the time it runs. Root could change
  /// us as well.
  private boolean isTrusted(Path directory) {
    try {
      int owner = (int) Files.getAttribute(directory, "unix:uid");
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      return (owner == host.uid() || owner == 0)
          && !permissions.contains(PosixFilePermission.GROUP_WRITE)
          && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException _) {
      return false;
    }
  }
}
