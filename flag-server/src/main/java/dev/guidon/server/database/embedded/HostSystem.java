// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The machine below us: who we are on it, and where its programs lie.
///
/// A value, so that a test can describe a machine that lacks something.
///
/// @param uid our user
/// @param platform operating system and processor, as in `linux-amd64`
/// @param searchPath where programs are looked for, in order
record HostSystem(long uid, String platform, List<Path> searchPath) {

  HostSystem {
    searchPath = List.copyOf(searchPath);
  }

  static HostSystem current() throws EmbeddedPostgresException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      throw new EmbeddedPostgresException("The embedded PostgreSQL does not run on Windows.");
    }
    String name = system.startsWith("mac") ? "darwin" : system;
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return new HostSystem(
        new UnixSystem().getUid(),
        name + "-" + processor(System.getProperty("os.arch")),
        Arrays.stream(path.split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList());
  }

  private static String processor(String arch) {
    return switch (arch) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> arch;
    };
  }

  boolean isRoot() {
    return uid == 0;
  }

  Optional<Path> program(String name) {
    return searchPath.stream()
        .map(directory -> directory.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
