// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guidon.server.platform.MonotonicClock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;

/// Lets each token of a user or a service account make only so many requests in a minute, on this node.
@Singleton
final class RequestRates {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int mostPerMinute;
  private final MonotonicClock clock;
  private final Cache<String, Window> byToken =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(WINDOW).build();

  /// @param since when the minute began
  private record Window(long since, int count) {

    Window another(long now) {
      return now - since < WINDOW.toNanos() ? new Window(since, count + 1) : new Window(now, 1);
    }
  }

  RequestRates(AccessConfiguration configuration, MonotonicClock clock) {
    this.mostPerMinute = configuration.requestsPerMinute();
    this.clock = clock;
  }

  /// Counts a request of a token.
  ///
  /// @return how long to wait before there is room for it; zero when there is
  Duration delayOf(String selector) {
    long now = clock.nanos();
    Window window =
        Objects.requireNonNull(
            byToken
                .asMap()
                .compute(
                    selector,
                    (same, before) -> before == null ? new Window(now, 1) : before.another(now)));
    return window.count <= mostPerMinute
        ? Duration.ZERO
        : Duration.ofNanos(window.since + WINDOW.toNanos() - now);
  }
}
