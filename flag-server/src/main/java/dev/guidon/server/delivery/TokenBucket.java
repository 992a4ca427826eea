// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

/// Lets through so many a second, and as many at once after a quiet second.
final class TokenBucket {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final int perSecond;
  private double tokens;
  private long filledAt;

  TokenBucket(int perSecond, long now) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 1 or more)");
    }
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filledAt = now;
  }

  /// @param now nanoseconds on the clock that the bucket was made with
  synchronized boolean tryTake(long now) {
    double gained = (double) (now - filledAt) * perSecond / NANOS_PER_SECOND;
    if (gained > 0) {
      tokens = Math.min(perSecond, tokens + gained);
      filledAt = now;
    }
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
