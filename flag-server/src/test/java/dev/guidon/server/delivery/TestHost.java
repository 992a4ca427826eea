// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// A node in a test: counts what it is asked for.
final class TestHost implements StreamHost {

  int snapshotPlaces = 64;
  int catchUps;
  Function<Held, CompletableFuture<Optional<Update>>> database =
      _ -> CompletableFuture.completedFuture(Optional.empty());
  final List<String> alarms = new ArrayList<>();
  final List<Duration> acknowledged = new ArrayList<>();

  @Override
  public String node() {
    return "node-1";
  }

  @Override
  public boolean tryBeginSnapshot() {
    if (snapshotPlaces == 0) {
      return false;
    }
    snapshotPlaces--;
    return true;
  }

  @Override
  public void endSnapshot() {
    snapshotPlaces++;
  }

  @Override
  public void catchUp() {
    catchUps++;
  }

  @Override
  public CompletableFuture<Optional<Update>> window(EnvironmentFeed feed, Held held) {
    return database.apply(held);
  }

  @Override
  public void acknowledged(Duration sincePublished) {
    acknowledged.add(sincePublished);
  }

  @Override
  public void alarm(EnvironmentFeed feed, String message) {
    alarms.add(message);
  }
}
