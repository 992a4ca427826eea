// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Lets whoever made a change through one node read it through any other: a request that names a revision waits for this
/// node to reach it.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class MinRevisionFilter implements ConditionalFilter, Ordered {

  private static final String HEADER = "Guidon-Min-Revision";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final EnvironmentSnapshots snapshots;
  private final LogFollower follower;

  MinRevisionFilter(EnvironmentSnapshots snapshots, LogFollower follower) {
    this.snapshots = snapshots;
    this.follower = follower;
  }

  /// Nobody has a node wait before it is known who they are.
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  @Override
  public boolean isEnabled(HttpRequest<?> request) {
    return request.getHeaders().contains(HEADER);
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.BLOCKING)
  void await(HttpRequest<?> request) throws InterruptedException {
    long revision = revision(request);
    if (snapshots.confirmedSeq() >= revision) {
      return;
    }
    follower.hint();
    if (!snapshots.awaitConfirmed(revision, LONGEST_WAIT)) {
      throw new ProblemException(
          new Problem(
              503,
              "revision-not-reached",
              "%s: %d (this node has %d; try again)"
                  .formatted(HEADER, revision, snapshots.confirmedSeq()),
              List.of(),
              Map.of("Retry-After", "1")));
    }
  }

  private static long revision(HttpRequest<?> request) {
    String text = request.getHeaders().get(HEADER);
    try {
      return Long.parseLong(String.valueOf(text));
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest(
          "invalid-header",
          HEADER + ": " + text + " (expected: a number, as Guidon-Revision gave it)");
    }
  }
}
