// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// A block of addresses: those that share the first `length` of 128 bits. IPv4 lies where its mapped addresses do,
/// at `::ffff:0:0/96`, so that both families are one sort of thing.
record AddressBlock(long high, long low, int length) {

  private static final int MAPPED = 96;

  /// Reads `address/length` or an address; null when it is neither. EVAL-16.1 to 16.7
  static @Nullable AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!IpAddress.isAddress(address)) {
      return null;
    }
    boolean dotted = address.indexOf(':') < 0;
    int length = slash < 0 ? 128 : readLength(text.substring(slash + 1), dotted ? 32 : 128);
    if (length < 0) {
      return null;
    }
    boolean shortened = dotted && slash >= 0;
    return new AddressBlock(
        IpAddress.high(address), IpAddress.low(address), shortened ? MAPPED + length : length);
  }

  private static int readLength(String text, int max) {
    if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      length = 10 * length + c - '0';
    }
    return length <= max ? length : -1;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  boolean contains(long high, long low) {
    if (length < MAPPED && IpAddress.isMapped(high, low)) {
      // An IPv6 block, which holds no IPv4 address, not even when it is ::/0. EVAL-16.8
      return false;
    }
    return ((high ^ this.high) & firstBits(length)) == 0
        && ((low ^ this.low) & firstBits(length - 64)) == 0;
  }

  private static long firstBits(int count) {
    if (count <= 0) {
      return 0;
    }
    return count >= 64 ? -1 : -1L << (64 - count);
  }
}
