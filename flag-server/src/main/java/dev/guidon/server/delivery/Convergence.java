// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/// Tells how far a change has got: how many SDKs serve which revision of an environment.
@Singleton
public final class Convergence {

  private final SdkStreams streams;
  private final EnvironmentSnapshots snapshots;
  private final GrpcConfiguration configuration;

  Convergence(SdkStreams streams, EnvironmentSnapshots snapshots, GrpcConfiguration configuration) {
    this.streams = streams;
    this.snapshots = snapshots;
    this.configuration = configuration;
  }

  /// The SDKs that are connected to one node.
  ///
  /// @param node its name
  /// @param revision the environment's newest, as the node knows it
  /// @param connected how many SDKs follow the environment there
  /// @param byRevision how many of them said that they serve which revision; −1 for those that have not said so yet
  public record Sdks(String node, long revision, int connected, Map<Long, Integer> byRevision) {

    public Sdks {
      byRevision = Map.copyOf(byRevision);
    }

    /// How many serve the newest revision.
    public int converged() {
      return byRevision.getOrDefault(revision, 0);
    }
  }

  /// The SDKs of this environment that are connected to this node.
  public Sdks on(UUID environmentId) {
    Map<Long, Integer> byRevision = streams.streamsByRevision(environmentId);
    return new Sdks(
        configuration.node(),
        snapshots.current(environmentId).map(EnvironmentSnapshot::revision).orElse(0L),
        byRevision.values().stream().mapToInt(Integer::intValue).sum(),
        byRevision);
  }
}
