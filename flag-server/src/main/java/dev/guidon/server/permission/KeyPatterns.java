// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.List;
import java.util.stream.Stream;

/// Which keys are meant: those that match one of the patterns and none of those that begin with `!`.
///
/// In a pattern `*` stands for any characters. No patterns mean every key.
///
/// @param patterns as people write them: `web`, `shop-*`, `!production`
public record KeyPatterns(List<String> patterns) {

  public static final KeyPatterns ALL = new KeyPatterns(List.of());

  private static final String EXCLUSION = "!";
  private static final char ANY = '*';

  public KeyPatterns {
    patterns = List.copyOf(patterns);
  }

  /// The one key.
  static KeyPatterns only(String key) {
    return new KeyPatterns(List.of(key));
  }

  /// Whether every key is meant.
  public boolean isAll() {
    return patterns.isEmpty() || patterns.equals(List.of("*"));
  }

  public boolean matches(String key) {
    if (patterns.isEmpty()) {
      return true;
    }
    boolean included = false;
    for (String pattern : patterns) {
      if (pattern.startsWith(EXCLUSION)) {
        if (matches(pattern, 1, key)) {
          return false;
        }
      } else {
        included = included || matches(pattern, 0, key);
      }
    }
    return included;
  }

  /// Whether every key that the others mean is meant here, as far as that can be told from the patterns: never true when it is
  /// not so, and sometimes false when it is.
  boolean covers(KeyPatterns others) {
    if (isAll()) {
      return true;
    }
    return !others.isAll()
        && others
            .included()
            .allMatch(other ->
                included().anyMatch(pattern -> matches(pattern, 0, other))
                    && excluded()
                        .allMatch(pattern ->
                            others.patterns.contains(EXCLUSION + pattern)
                                || (isLiteral(other) && !matches(pattern, 0, other))));
  }

  private Stream<String> included() {
    return patterns.stream().filter(pattern -> !pattern.startsWith(EXCLUSION));
  }

  private Stream<String> excluded() {
    return patterns.stream()
        .filter(pattern -> pattern.startsWith(EXCLUSION))
        .map(pattern -> pattern.substring(1));
  }

  private static boolean isLiteral(String pattern) {
    return pattern.indexOf(ANY) < 0;
  }

  /// Whether the text matches the pattern from `start` on. A `*` of the text is matched by a `*` alone, so that a pattern matches
  /// another pattern only if it matches all that the other does.
  private static boolean matches(String pattern, int start, String text) {
    int p = start;
    int t = 0;
    int afterAny = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == ANY) {
        p++;
        afterAny = p;
        retry = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (afterAny >= 0) {
        p = afterAny;
        retry++;
        t = retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == ANY) {
      p++;
    }
    return p == pattern.length();
  }
}
