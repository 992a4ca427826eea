// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/// Time, identity and chance, which everything else is handed.
@Factory
final class PlatformFactory {

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  MonotonicClock monotonicClock() {
    return MonotonicClock.startingNow();
  }

  @Singleton
  IdGenerator idGenerator() {
    return UuidCreator::getTimeOrderedEpoch;
  }

  @Singleton
  SecureRandom secureRandom() {
    return new SecureRandom();
  }
}
