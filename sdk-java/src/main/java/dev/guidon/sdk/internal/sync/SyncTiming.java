// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// When the client reconnects, polls, pings and calls its data stale. Only tests have reason to change any of it.
///
/// @param reconnect between attempts to open a stream
/// @param healthyAfter a stream that lasted this long starts the attempts anew
/// @param unauthorizedRetry the least wait after the server refused the key; the most is twice that
/// @param longestGoodbye the longest wait that a server may ask for
/// @param answer without a hello for this long, a stream is given up: it may have begun in a network that swallows everything
/// @param silence without a frame for this long, a stream is given up
/// @param ping the longest the client itself is silent
/// @param pollAfter without a stream for this long, the client polls as well
/// @param poll between polls, give or take a fifth
/// @param pollUntil a stream that lasted this long ends polling
/// @param staleAfter data that was not confirmed for this long is stale
public record SyncTiming(
    Backoff reconnect,
    Duration healthyAfter,
    Duration unauthorizedRetry,
    Duration longestGoodbye,
    Duration answer,
    Duration silence,
    Duration ping,
    Duration pollAfter,
    Duration poll,
    Duration pollUntil,
    Duration staleAfter) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  public static final SyncTiming DEFAULT =
      new SyncTiming(
          new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15)),
          Duration.ofSeconds(60),
          Duration.ofMillis(150_000),
          Duration.ofMinutes(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(45),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  public SyncTiming {
    requireNonNull(reconnect, "reconnect");
    requirePositive("healthyAfter", healthyAfter);
    requirePositive("unauthorizedRetry", unauthorizedRetry);
    requirePositive("longestGoodbye", longestGoodbye);
    requirePositive("answer", answer);
    requirePositive("silence", silence);
    requirePositive("ping", ping);
    requirePositive("pollAfter", pollAfter);
    requirePositive("poll", poll);
    requirePositive("pollUntil", pollUntil);
    requirePositive("staleAfter", staleAfter);
  }

  private static void requirePositive(String name, Duration duration) {
    if (requireNonNull(duration, name).compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": " + duration + " (expected: 1 ms or more, at most 365 days)");
    }
  }

  public SyncTiming withStaleAfter(Duration changed) {
    return new SyncTiming(
        reconnect,
        healthyAfter,
        unauthorizedRetry,
        longestGoodbye,
        answer,
        silence,
        ping,
        pollAfter,
        poll,
        pollUntil,
        changed);
  }

  public SyncTiming withReconnect(Backoff changed) {
    return new SyncTiming(
        changed,
        healthyAfter,
        unauthorizedRetry,
        longestGoodbye,
        answer,
        silence,
        ping,
        pollAfter,
        poll,
        pollUntil,
        staleAfter);
  }

  public SyncTiming withSilence(Duration changed) {
    return new SyncTiming(
        reconnect,
        healthyAfter,
        unauthorizedRetry,
        longestGoodbye,
        answer,
        changed,
        ping,
        pollAfter,
        poll,
        pollUntil,
        staleAfter);
  }

  public SyncTiming withPolling(Duration changedAfter, Duration changedInterval) {
    return new SyncTiming(
        reconnect,
        healthyAfter,
        unauthorizedRetry,
        longestGoodbye,
        answer,
        silence,
        ping,
        changedAfter,
        changedInterval,
        pollUntil,
        staleAfter);
  }
}
