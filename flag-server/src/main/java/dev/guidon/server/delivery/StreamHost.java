// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What a stream asks of the node that it runs on.
interface StreamHost {

  /// The node's name.
  String node();

  /// Takes one of the places for snapshots in flight, if there is one.
  boolean tryBeginSnapshot();

  void endSnapshot();

  /// Asks for a look at the database now, because a client holds more than the node.
  void catchUp();

  /// What leads from a revision that is no longer in memory to a later one; empty when only a snapshot does. Completed
  /// by any thread, never with an exception.
  CompletableFuture<Optional<Update>> window(EnvironmentFeed feed, Held held);

  /// The client serves the feed's newest revision, which the node had known for this long.
  void acknowledged(Duration sincePublished);

  /// Something that should not happen did: a client ahead of the database, or one with another digest.
  void alarm(EnvironmentFeed feed, String message);
}
