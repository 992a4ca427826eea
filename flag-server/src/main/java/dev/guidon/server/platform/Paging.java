// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for.
///
/// @param after the sort key that the part begins behind; empty for the beginning
/// @param limit how many at most
public record Paging(String after, int limit) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;

  /// What a route's parameters say, or a problem `invalid-parameter`.
  ///
  /// @param cursor as an earlier part of the same list gave it
  public static Paging of(@Nullable String cursor, @Nullable Integer limit) {
    int count = limit == null ? DEFAULT_LIMIT : limit;
    if (count < 1 || count > MAX_LIMIT) {
      throw ProblemException.badRequest(
          "invalid-parameter", "limit: " + count + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    return new Paging(cursor == null ? "" : decode(cursor), count);
  }

  /// What stands for a sort key outside: nothing to be read, so that it may change.
  static String encode(String sortKey) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sortKey.getBytes(UTF_8));
  }

  private static String decode(String cursor) {
    try {
      String sortKey = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
      if (sortKey.length() <= 256 && sortKey.chars().allMatch(c -> c > ' ' && c < 127)) {
        return sortKey;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw ProblemException.badRequest(
        "invalid-parameter", "cursor: not one (expected: as an answer gave it)");
  }
}
