// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;

/// How many SDKs serve which revision of an environment, as one node sees it.
///
/// @param node which node
/// @param revision the environment's newest
/// @param connected how many SDKs follow it there
/// @param converged how many of them serve the newest
/// @param byRevision newest first; revision −1 for those that have not said yet what they serve
@Serdeable
record SdksResponse(
    String node, long revision, int connected, int converged, List<AtRevision> byRevision) {

  /// How many SDKs serve one revision.
  @Serdeable
  record AtRevision(long revision, int count) {}

  static SdksResponse from(Convergence.Sdks sdks) {
    return new SdksResponse(
        sdks.node(),
        sdks.revision(),
        sdks.connected(),
        sdks.converged(),
        sdks.byRevision().entrySet().stream()
            .sorted(Map.Entry.<Long, Integer>comparingByKey().reversed())
            .map(entry -> new AtRevision(entry.getKey(), entry.getValue()))
            .toList());
  }
}
