// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The address and tokens of a demo, in a file that a shell can source: the server itself keeps only hashes of tokens.
///
/// @param sdkKey null before there is one
record DemoSecrets(String url, String grpcAddress, String token, @Nullable String sdkKey) {

  static @Nullable String sdkKeyIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables.get("GUIDON_SDK_KEY");
  }

  /// Replaces the file as a whole; nobody else can read it at any moment.
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        fresh,
        """
        GUIDON_URL=%s
        GUIDON_ADDRESS=%s
        GUIDON_TOKEN=%s
        GUIDON_SDK_KEY=%s
        """
            .formatted(url, grpcAddress, token, sdkKey));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
