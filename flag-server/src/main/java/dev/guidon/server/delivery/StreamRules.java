// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import java.time.Duration;

/// The times and sizes that govern a stream.
///
/// @param heartbeat how often a stream without news says so, give or take a tenth
/// @param subscribeWithin how long a client may take to say what it holds
/// @param silence how long a client may send nothing at all
/// @param stall how long a client may take nothing in
/// @param catchUp how long a client that is ahead of the node waits for it
/// @param mergeAbove how many changes a stream may be behind before it gets them as one
/// @param mergeAboveBytes how many bytes a stream may be behind before it gets them as one
record StreamRules(
    Duration heartbeat,
    Duration subscribeWithin,
    Duration silence,
    Duration stall,
    Duration catchUp,
    int mergeAbove,
    long mergeAboveBytes) {

  static final StreamRules DEFAULT =
      new StreamRules(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          64,
          256 * 1024);
}
