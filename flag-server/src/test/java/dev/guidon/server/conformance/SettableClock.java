// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.conformance;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The server's clock, where a test says what time it is.
@Singleton
@Replaces(Clock.class)
@Requires(property = SettableClock.SETTING)
final class SettableClock extends Clock {

  /// Asks for this clock in place of the system's.
  static final String SETTING = "guidon.test.settable-clock";

  private volatile long epochMillis = Clock.systemUTC().millis();

  void set(long atEpochMillis) {
    epochMillis = atEpochMillis;
  }

  @Override
  public long millis() {
    return epochMillis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(epochMillis);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(instant(), zone);
  }
}
