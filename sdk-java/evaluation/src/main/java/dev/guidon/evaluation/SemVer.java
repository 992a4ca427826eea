// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A version that others are compared with, which are read where they stand, as text. EVAL-15
///
/// Most versions are three short numbers, which fit into one long. Of all others numbers are never made into numbers: without
/// leading zeros, the longer one is greater, and of two as long the one with the greater digits. So they are of any length.
final class SemVer {

  private static final int MAX_LENGTH = 256;
  private static final int UNREADABLE = Comparison.NO_ORDER;
  private static final String ZERO = "0";
  private static final int MAX_PACKED_DIGITS = 6;
  private static final int PACKED_BITS = 20;
  private static final long NOT_PACKED = -1;

  static final Comparator<SemVer> LOWEST_FIRST = (a, b) -> b.precedence(a.toString());

  // Only what decides: no "v", no build.
  private final String[] numbers;
  private final @Nullable String preRelease;

  /// All of the version, where that is three short numbers.
  private final long packed;

  private SemVer(String[] numbers, @Nullable String preRelease) {
    this.numbers = numbers;
    this.preRelease = preRelease;
    this.packed = preRelease == null ? packed(String.join(".", numbers)) : NOT_PACKED;
  }

  /// Null when the text is no version.
  static @Nullable SemVer parse(String text) {
    SemVer any = new SemVer(new String[] {ZERO, ZERO, ZERO}, null);
    if (any.order(text) == UNREADABLE) {
      return null;
    }
    int build = text.indexOf('+');
    String precedence =
        text.substring(text.startsWith("v") ? 1 : 0, build < 0 ? text.length() : build);
    int hyphen = precedence.indexOf('-');
    String[] numbers = {ZERO, ZERO, ZERO};
    String[] given = (hyphen < 0 ? precedence : precedence.substring(0, hyphen)).split("\\.", -1);
    System.arraycopy(given, 0, numbers, 0, given.length);
    return new SemVer(numbers, hyphen < 0 ? null : precedence.substring(hyphen + 1));
  }

  /// This version as text, without what does not count.
  @Override
  public String toString() {
    String release = String.join(".", numbers);
    return preRelease == null ? release : release + "-" + preRelease;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Whether the text is a version before this one (−1), the same (0), after it (1), or none ({@link Comparison#NO_ORDER}).
  int order(String text) {
    if (packed != NOT_PACKED) {
      long other = packed(text);
      if (other != NOT_PACKED) {
        return Long.compare(other, packed);
      }
    }
    return text.length() > MAX_LENGTH ? UNREADABLE : precedence(text);
  }

  /// One to three numbers of at most six digits, each in twenty bits, so that their order is that of the versions; or
  /// {@link #NOT_PACKED}, which says nothing about the text.
  private static long packed(String text) {
    long packed = 0;
    int parts = 0;
    int number = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        number = number * 10 + digit;
        boolean leadingZero = digits == 2 && number < 10;
        if (leadingZero || digits > MAX_PACKED_DIGITS) {
          return NOT_PACKED;
        }
      } else if (digit == '.' - '0' && digits > 0 && parts < 2) {
        packed = (packed << PACKED_BITS) | number;
        parts++;
        number = 0;
        digits = 0;
      } else {
        return NOT_PACKED;
      }
    }
    return digits == 0
        ? NOT_PACKED
        : ((packed << PACKED_BITS) | number) << (PACKED_BITS * (2 - parts));
  }

  private int precedence(String text) {
    int length = text.length();
    int order = 0;
    int at = length > 0 && text.charAt(0) == 'v' ? 1 : 0;
    int part = 0;
    while (true) {
      int end = endOfNumber(text, at);
      if (end < 0) {
        return UNREADABLE;
      }
      if (order == 0) {
        order = orderOfNumbers(text, at, end, numbers[part], 0, numbers[part].length());
      }
      at = end;
      part++;
      if (part == 3 || at == length || text.charAt(at) != '.') {
        break;
      }
      at++;
    }
    for (; part < 3 && order == 0; part++) {
      order = numbers[part].equals(ZERO) ? 0 : -1;
    }

    int preStart = -1;
    int preEnd = -1;
    if (at < length && text.charAt(at) == '-') {
      preStart = at + 1;
      preEnd = endOfIdentifiers(text, preStart, true);
      at = preEnd;
    }
    if (at >= 0 && at < length && text.charAt(at) == '+') {
      at = endOfIdentifiers(text, at + 1, false);
    }
    if (at != length) {
      return UNREADABLE;
    }
    return order != 0 ? order : orderOfPreReleases(text, preStart, preEnd);
  }

  private int orderOfPreReleases(String text, int start, int end) {
    if (preRelease == null) {
      return start < 0 ? 0 : -1;
    }
    return start < 0 ? 1 : orderOfIdentifiers(text, start, end, preRelease);
  }

  /// One past a number without leading zeros that begins at `at`, or −1.
  private static int endOfNumber(String text, int at) {
    int end = at;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end == at || (end - at > 1 && text.charAt(at) == '0') ? -1 : end;
  }

  /// One past well-formed identifiers that begin at `at`, or −1.
  private static int endOfIdentifiers(String text, int at, boolean preRelease) {
    int start = at;
    boolean digitsOnly = true;
    for (int i = at; ; i++) {
      char c = i < text.length() ? text.charAt(i) : '+';
      if (isDigit(c)) {
        continue;
      }
      if (isLetterOrHyphen(c)) {
        digitsOnly = false;
        continue;
      }
      boolean leadingZero = digitsOnly && i - start > 1 && text.charAt(start) == '0';
      if (i == start || (leadingZero && preRelease)) {
        return -1;
      }
      if (c != '.') {
        return i;
      }
      start = i + 1;
      digitsOnly = true;
    }
  }

  private static int orderOfIdentifiers(String a, int aStart, int aEnd, String b) {
    int i = aStart;
    int j = 0;
    while (i < aEnd && j < b.length()) {
      int iEnd = endOfIdentifier(a, i, aEnd);
      int jEnd = endOfIdentifier(b, j, b.length());
      int order = orderOfIdentifier(a, i, iEnd, b, j, jEnd);
      if (order != 0) {
        return order;
      }
      i = iEnd + 1;
      j = jEnd + 1;
    }
    // All that both have are equal, so the one with more is greater.
    if (i < aEnd) {
      return 1;
    }
    return j < b.length() ? -1 : 0;
  }

  private static int endOfIdentifier(String text, int at, int limit) {
    int end = at;
    while (end < limit && text.charAt(end) != '.') {
      end++;
    }
    return end;
  }

  private static int orderOfIdentifier(
      String a, int aStart, int aEnd, String b, int bStart, int bEnd) {
    boolean aNumber = isNumber(a, aStart, aEnd);
    if (aNumber != isNumber(b, bStart, bEnd)) {
      return aNumber ? -1 : 1;
    }
    return aNumber
        ? orderOfNumbers(a, aStart, aEnd, b, bStart, bEnd)
        : orderOfText(a, aStart, aEnd, b, bStart, bEnd);
  }

  private static int orderOfNumbers(
      String a, int aStart, int aEnd, String b, int bStart, int bEnd) {
    int longer = Integer.compare(aEnd - aStart, bEnd - bStart);
    return longer != 0 ? longer : orderOfText(a, aStart, aEnd, b, bStart, bEnd);
  }

  private static int orderOfText(String a, int aStart, int aEnd, String b, int bStart, int bEnd) {
    int i = aStart;
    int j = bStart;
    while (i < aEnd && j < bEnd) {
      int order = Integer.compare(a.charAt(i), b.charAt(j));
      if (order != 0) {
        return order;
      }
      i++;
      j++;
    }
    if (i < aEnd) {
      return 1;
    }
    return j < bEnd ? -1 : 0;
  }

  private static boolean isNumber(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterOrHyphen(char c) {
    int lower = c | 0x20;
    return (lower >= 'a' && lower <= 'z') || c == '-';
  }
}
