// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.history;

import dev.guidon.server.access.Allows;
import dev.guidon.server.change.DefinitionRef;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.flag.Flag;
import dev.guidon.server.flag.FlagTargeting;
import dev.guidon.server.history.HistoryResponse.DifferenceResponse;
import dev.guidon.server.history.HistoryResponse.VersionResponse;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.segment.Segment;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/// The history of flags, targeting and segments, over REST.
@Controller("/api/v1/projects/{project}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class HistoryController {

  private static final String FLAG = "/flags/{key}";
  private static final String TARGETING = "/environments/{environment}/flags/{key}/targeting";
  private static final String SEGMENT = "/environments/{environment}/segments/{key}";

  private final History history;
  private final Definitions definitions;
  private final Cursors cursors;

  HistoryController(History history, Definitions definitions, Cursors cursors) {
    this.history = history;
    this.definitions = definitions;
    this.cursors = cursors;
  }

  @Get(FLAG + "/history")
  @Allows(Action.FLAG_READ)
  PageDocument<HistoryResponse> listFlagHistory(
      String project,
      String key,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return entries(flag(project, key), cursor, limit);
  }

  @Get(FLAG + "/versions/{version}")
  @Allows(Action.FLAG_READ)
  VersionResponse getFlagVersion(String project, String key, long version) {
    return VersionResponse.of(history.content(flag(project, key), version));
  }

  @Get(FLAG + "/diff")
  @Allows(Action.FLAG_READ)
  DifferenceResponse diffFlag(
      String project, String key, @QueryValue long from, @QueryValue long to) {
    return difference(flag(project, key), from, to);
  }

  @Get(TARGETING + "/history")
  @Allows(Action.TARGETING_READ)
  PageDocument<HistoryResponse> listTargetingHistory(
      String project,
      String environment,
      String key,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return entries(targeting(project, environment, key), cursor, limit);
  }

  @Get(TARGETING + "/versions/{version}")
  @Allows(Action.TARGETING_READ)
  VersionResponse getTargetingVersion(
      String project, String environment, String key, long version) {
    return VersionResponse.of(history.content(targeting(project, environment, key), version));
  }

  @Get(TARGETING + "/diff")
  @Allows(Action.TARGETING_READ)
  DifferenceResponse diffTargeting(
      String project, String environment, String key, @QueryValue long from, @QueryValue long to) {
    return difference(targeting(project, environment, key), from, to);
  }

  @Get(SEGMENT + "/history")
  @Allows(Action.SEGMENT_READ)
  PageDocument<HistoryResponse> listSegmentHistory(
      String project,
      String environment,
      String key,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return entries(segment(project, environment, key), cursor, limit);
  }

  @Get(SEGMENT + "/versions/{version}")
  @Allows(Action.SEGMENT_READ)
  VersionResponse getSegmentVersion(String project, String environment, String key, long version) {
    return VersionResponse.of(history.content(segment(project, environment, key), version));
  }

  @Get(SEGMENT + "/diff")
  @Allows(Action.SEGMENT_READ)
  DifferenceResponse diffSegment(
      String project, String environment, String key, @QueryValue long from, @QueryValue long to) {
    return difference(segment(project, environment, key), from, to);
  }

  private PageDocument<HistoryResponse> entries(
      DefinitionRef<?> ref, @Nullable String cursor, @Nullable Integer limit) {
    return PageDocument.of(
        history.entries(ref, cursors.paging("history", cursor, limit)).map(HistoryResponse::of));
  }

  private DifferenceResponse difference(DefinitionRef<?> ref, long from, long to) {
    return new DifferenceResponse(from, to, history.difference(ref, from, to));
  }

  private DefinitionRef<Flag> flag(String project, String key) {
    return Flag.TYPE.in(definitions.project(project), key);
  }

  private DefinitionRef<FlagTargeting> targeting(String project, String environment, String key) {
    return FlagTargeting.TYPE.in(definitions.environment(project, environment), key);
  }

  private DefinitionRef<Segment> segment(String project, String environment, String key) {
    return Segment.TYPE.in(definitions.environment(project, environment), key);
  }
}
