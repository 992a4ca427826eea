// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.text.Normalizer;
import java.util.Optional;

/// What people may write in names, descriptions and comments: what every reader sees the same way.
public final class FreeText {

  private FreeText() {}

  /// What is wrong with the text, in words; empty when nothing is.
  ///
  /// @param longest in code points
  public static Optional<String> problem(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    if (length > longest) {
      return Optional.of(length + " characters (expected: at most " + longest + ")");
    }
    Optional<String> forbidden =
        text.codePoints()
            .filter(FreeText::isForbidden)
            .mapToObj("U+%04X (expected: no such character)"::formatted)
            .findFirst();
    if (forbidden.isPresent()) {
      return forbidden;
    }
    return Normalizer.isNormalized(text, Normalizer.Form.NFC)
        ? Optional.empty()
        : Optional.of("not in Unicode's normal form C (expected: NFC)");
  }

  /// Controls, which a terminal obeys, halves of surrogate pairs, which no encoding holds, and what turns the direction
  /// of text round, so that it reads otherwise than it is.
  private static boolean isForbidden(int c) {
    return (Character.isISOControl(c) && c != '\n')
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }
}
