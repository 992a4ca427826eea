// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Directories with all that is in them.
final class FileTrees {
  private FileTrees() {}

  /// Deletes a directory and what is in it, without following links; nothing happens when it is not there.
  static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    for (Path path : pathsIn(root, Comparator.reverseOrder())) {
      Files.deleteIfExists(path);
    }
  }

  /// Gives a directory and what is in it to a user.
  static void giveTo(Account account, Path root) throws IOException {
    for (Path path : pathsIn(root, Comparator.naturalOrder())) {
      account.own(path);
    }
  }

  private static List<Path> pathsIn(Path root, Comparator<Path> order) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(order).toList();
    }
  }
}
