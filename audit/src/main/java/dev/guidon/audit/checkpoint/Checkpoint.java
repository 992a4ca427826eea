// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.Hash;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a log is and what its root is. Its text has the three lines that C2SP's tlog-checkpoint begins with.
///
/// @param origin which log it is
public record Checkpoint(String origin, long size, Hash root) {

  private static final Pattern ORIGIN = Pattern.compile("[!-~]{1,200}");
  private static final Pattern TEXT =
      Pattern.compile("([!-~]{1,200})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n");

  public Checkpoint {
    requireOrigin(origin);
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: 0 or more)");
    }
    requireNonNull(root, "root");
  }

  /// Reads what [#text] wrote.
  public static Checkpoint parse(String text) {
    Matcher lines = TEXT.matcher(text);
    if (!lines.matches()) {
      throw new IllegalArgumentException(
          "checkpoint: expected three lines with origin, size and root");
    }
    return new Checkpoint(
        lines.group(1),
        Long.parseLong(lines.group(2)),
        Hash.of(Base64.getDecoder().decode(lines.group(3))));
  }

  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toBytes()) + "\n";
  }

  static void requireOrigin(String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "origin: " + origin + " (expected: 1 to 200 visible ASCII characters)");
    }
  }
}
