// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.nio.charset.StandardCharsets;

/// MurmurHash3 in its 32-bit variant for x86 with seed 0, of a prefix that is hashed once and what follows it.
///
/// What follows is read from the text as it lies in memory, never copied to bytes.
final class Murmur3 {

  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;
  private static final int NOT_ASCII = ~0x7f;

  // The state after all whole blocks of the prefix, then its last bytes, which begin the next
  // block.
  private final int state;
  private final int pending;
  private final int pendingBits;
  private final int length;

  private Murmur3(int state, int pending, int pendingBits, int length) {
    this.state = state;
    this.pending = pending;
    this.pendingBits = pendingBits;
    this.length = length;
  }

  static Murmur3 startingWith(String prefix) {
    int state = 0;
    int pending = 0;
    int bits = 0;
    byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
    for (byte next : bytes) {
      pending |= (next & 0xff) << bits;
      bits += 8;
      if (bits == 32) {
        state = mix(state, pending);
        pending = 0;
        bits = 0;
      }
    }
    return new Murmur3(state, pending, bits, bytes.length);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// The hash of the prefix and the text in UTF-8, where a lone surrogate is `?`.
  int hash(String text) {
    int state = this.state;
    int pending = this.pending;
    int bits = pendingBits;
    int bytes = length;
    int i = 0;
    int end = text.length();
    for (; i + 4 <= end; i += 4) {
      int c0 = text.charAt(i);
      int c1 = text.charAt(i + 1);
      int c2 = text.charAt(i + 2);
      int c3 = text.charAt(i + 3);
      if (((c0 | c1 | c2 | c3) & NOT_ASCII) != 0) {
        break;
      }
      int four = c0 | (c1 << 8) | (c2 << 16) | (c3 << 24);
      // A block, and above it what did not fit.
      long both = pending | (((long) four) << bits);
      state = mix(state, (int) both);
      pending = (int) (both >>> 32);
      bytes += 4;
    }
    while (i < end) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      int encoded = utf8(codePoint);
      do {
        pending |= (encoded & 0xff) << bits;
        bits += 8;
        bytes++;
        if (bits == 32) {
          state = mix(state, pending);
          pending = 0;
          bits = 0;
        }
        encoded >>>= 8;
      } while (encoded != 0);
    }
    return finish(state, pending, bytes);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// The hash of the prefix and the number in plain decimal.
  int hash(long number) {
    int state = this.state;
    int pending = this.pending;
    int bits = pendingBits;
    int bytes = length;
    long magnitude = Math.abs(number);
    long unit = 1;
    while (magnitude / unit >= 10) {
      unit *= 10;
    }
    boolean sign = number < 0;
    while (unit > 0) {
      int character = '-';
      if (!sign) {
        character = (int) ('0' + magnitude / unit % 10);
        unit /= 10;
      }
      sign = false;
      pending |= character << bits;
      bits += 8;
      bytes++;
      if (bits == 32) {
        state = mix(state, pending);
        pending = 0;
        bits = 0;
      }
    }
    return finish(state, pending, bytes);
  }

  private static int mix(int state, int block) {
    return Integer.rotateLeft(state ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  /// With no byte pending the block is 0, and scrambling it changes nothing.
  private static int finish(int state, int pending, int bytes) {
    int hash = state ^ scramble(pending) ^ bytes;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }

  /// The bytes of a code point, the first one lowest. (None but that of U+0000 is 0.)
  private static int utf8(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint;
    }
    if (codePoint < 0x800) {
      return 0xc0 | (codePoint >> 6) | following(codePoint, 0, 8);
    }
    if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      return '?';
    }
    if (codePoint < 0x10000) {
      return 0xe0 | (codePoint >> 12) | following(codePoint, 6, 8) | following(codePoint, 0, 16);
    }
    return 0xf0
        | (codePoint >> 18)
        | following(codePoint, 12, 8)
        | following(codePoint, 6, 16)
        | following(codePoint, 0, 24);
  }

  /// A byte that goes on with a code point: six of its bits, `from` the lowest, put where they belong.
  private static int following(int codePoint, int from, int to) {
    return (0x80 | ((codePoint >> from) & 0x3f)) << to;
  }
}
