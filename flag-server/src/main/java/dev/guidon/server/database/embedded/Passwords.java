// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import dev.guidon.server.platform.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// The passwords of the embedded database's two roles, made by chance at first start and kept in a file that only our user
/// can read.
///
/// @param owner of the role that owns the tables
/// @param runtime of the role that the server works with
public record Passwords(String owner, String runtime) {
  private static final int BYTES = 32;

  static Passwords random(SecureRandom random) {
    return new Passwords(randomPassword(random), randomPassword(random));
  }

  private static String randomPassword(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Passwords read(Path file) throws EmbeddedPostgresException {
    try {
      List<String> lines = Files.readAllLines(file);
      return new Passwords(value(lines, "owner"), value(lines, "runtime"));
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "The passwords of the database beside it are in "
              + file
              + ", which cannot be read: "
              + e
              + ". Restore the file from where the database was copied from.",
          e);
    }
  }

  private static String value(List<String> lines, String name) throws IOException {
    return lines.stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(() -> new IOException("no line begins with " + name + "="));
  }

  void write(Path file) throws IOException {
    Files.deleteIfExists(file);
    String text = "owner=" + owner + "\nruntime=" + runtime + "\n";
    DurableFiles.writeSecret(file, text);
  }

  @Override
  public String toString() {
    return "Passwords[…]";
  }
}
