// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

/// Reads addresses of both families as 128 bits, IPv4 as the mapped address. EVAL-16.2, 16.3, 16.6
///
/// Never a name, so never a question to a name server; and no objects, because contexts hold addresses as text.
final class IpAddress {

  private enum Part {
    /// 1 when the text is an address, or else 0.
    VALIDITY,
    HIGH_BITS,
    LOW_BITS
  }

  private static final long MAPPED_PREFIX = 0xffffL;
  private static final int GROUPS = 8;
  private static final long NOT_DOTTED = -1;

  private IpAddress() {}

  static boolean isAddress(String text) {
    return read(text, Part.VALIDITY) == 1;
  }

  /// The first 64 bits of an address.
  static long high(String address) {
    return read(address, Part.HIGH_BITS);
  }

  /// The last 64 bits of an address.
  static long low(String address) {
    return read(address, Part.LOW_BITS);
  }

  static boolean isMapped(long high, long low) {
    return high == 0 && low >>> 32 == MAPPED_PREFIX;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  private static long read(String text, Part part) {
    if (text.indexOf(':') >= 0) {
      return readGroups(text, part);
    }
    long address = readDotted(text, 0);
    if (part == Part.VALIDITY) {
      return address == NOT_DOTTED ? 0 : 1;
    }
    return part == Part.HIGH_BITS ? 0 : (MAPPED_PREFIX << 32) | address;
  }

  /// Reads an IPv4 address that begins at `start` and ends with the text.
  private static long readDotted(String text, int start) {
    long address = 0;
    int at = start;
    for (int numbers = 0; numbers < 4; numbers++) {
      if (numbers > 0) {
        if (at >= text.length() || text.charAt(at) != '.') {
          return NOT_DOTTED;
        }
        at++;
      }
      int number = 0;
      int first = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        number = 10 * number + text.charAt(at) - '0';
        at++;
        if (number > 255 || (at - first > 1 && text.charAt(first) == '0')) {
          return NOT_DOTTED;
        }
      }
      if (at == first) {
        return NOT_DOTTED;
      }
      address = (address << 8) | number;
    }
    return at == text.length() ? address : NOT_DOTTED;
  }

  /// Shifts the groups in from the right; when it meets `::`, what it has so far belongs as far left as there are groups.
  private static long readGroups(String text, Part part) {
    long high = 0;
    long low = 0;
    long leftHigh = 0;
    long leftLow = 0;
    int left = -1;
    int groups = 0;
    int at = 0;
    if (text.startsWith("::")) {
      left = 0;
      at = 2;
    }
    while (at < text.length()) {
      int end = endOfGroup(text, at);
      if (end < text.length() && text.charAt(end) == '.') {
        long address = readDotted(text, at);
        if (address == NOT_DOTTED || groups + 2 > GROUPS) {
          return 0;
        }
        high = (high << 32) | (low >>> 32);
        low = (low << 32) | address;
        groups += 2;
        break;
      }
      if (end == at || end - at > 4 || groups == GROUPS) {
        return 0;
      }
      high = (high << 16) | (low >>> 48);
      low = (low << 16) | hex(text, at, end);
      groups++;
      at = end;
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at) != ':' || at + 1 == text.length()) {
        return 0;
      }
      at++;
      if (text.charAt(at) == ':') {
        if (left >= 0) {
          return 0;
        }
        left = groups;
        leftHigh = high;
        leftLow = low;
        high = 0;
        low = 0;
        at++;
      }
    }
    if (left < 0 ? groups != GROUPS : groups == GROUPS) {
      return 0;
    }
    if (part == Part.VALIDITY) {
      return 1;
    }
    if (left <= 0) {
      return part == Part.HIGH_BITS ? high : low;
    }
    int shift = 16 * (GROUPS - left);
    return part == Part.HIGH_BITS
        ? high | highAfterShift(leftHigh, leftLow, shift)
        : low | (shift >= 64 ? 0 : leftLow << shift);
  }

  /// The high half of 128 bits shifted left by 16 to 112.
  private static long highAfterShift(long high, long low, int shift) {
    return shift >= 64 ? low << (shift - 64) : (high << shift) | (low >>> (64 - shift));
  }

  private static int endOfGroup(String text, int at) {
    int end = at;
    while (end < text.length() && digit(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static long hex(String text, int from, int to) {
    long group = 0;
    for (int i = from; i < to; i++) {
      group = (group << 4) | digit(text.charAt(i));
    }
    return group;
  }

  /// The value of a hexadecimal digit of ASCII, or −1. (Character.digit takes those of other scripts, too.)
  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
