// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guidon.server.platform.ConnectionLimits;
import dev.guidon.server.platform.MonotonicClock;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;

/// Keeps whoever guesses tokens waiting: after some failures of one address in a minute, no token of it is looked at for a while, each
/// time twice as long as before.
///
/// An SDK key that this node knows is let through before anybody asks here, so a guesser does not cut off the SDKs behind the same
/// address.
@Singleton
final class FailedAttempts {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(15);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final int mostPerMinute;
  private final MonotonicClock clock;
  private final Cache<String, Failures> byAddress =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(FORGOTTEN).build();

  /// The failures of an address.
  ///
  /// @param since when the minute began in which they are counted
  /// @param lastDelay how long the address had to wait when it last had to
  private record Failures(long since, int count, long blockedUntil, Duration lastDelay) {

    Failures another(long now, int most) {
      boolean sameMinute = now - since < WINDOW.toNanos();
      int more = sameMinute ? count + 1 : 1;
      long begun = sameMinute ? since : now;
      if (more <= most) {
        return new Failures(begun, more, blockedUntil, lastDelay);
      }
      Duration doubled = lastDelay.isZero() ? FIRST_DELAY : lastDelay.multipliedBy(2);
      Duration delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
      return new Failures(now, 0, now + delay.toNanos(), delay);
    }
  }

  FailedAttempts(AccessConfiguration configuration, MonotonicClock clock) {
    this.mostPerMinute = configuration.failuresPerMinute();
    this.clock = clock;
  }

  /// How long an address has to wait; zero when it need not.
  Duration delayOf(InetAddress address) {
    Failures failures = byAddress.getIfPresent(ConnectionLimits.network(address));
    long left = failures == null ? 0 : failures.blockedUntil - clock.nanos();
    return Duration.ofNanos(Math.max(0, left));
  }

  void failed(InetAddress address) {
    long now = clock.nanos();
    byAddress
        .asMap()
        .compute(
            ConnectionLimits.network(address),
            (network, before) ->
                (before == null ? new Failures(now, 0, now, Duration.ZERO) : before)
                    .another(now, mostPerMinute));
  }
}
