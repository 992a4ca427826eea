// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.EntryFilter;
import dev.guidon.server.access.Allows;
import dev.guidon.server.access.Caller;
import dev.guidon.server.log.EntryResponse.WholeEntryResponse;
import dev.guidon.server.permission.Action;
import dev.guidon.server.platform.Cursors;
import dev.guidon.server.platform.PageDocument;
import dev.guidon.server.platform.Parameters;
import dev.guidon.server.platform.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// The audit log as people and auditors read it, over REST.
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class LogController {

  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";

  private final Entries entries;
  private final Exports exports;
  private final LogTail tail;
  private final Cursors cursors;

  LogController(Entries entries, Exports exports, LogTail tail, Cursors cursors) {
    this.entries = entries;
    this.exports = exports;
    this.tail = tail;
    this.cursors = cursors;
  }

  /// Entries that meet everything that is said, the newest first.
  @Get("/audit/entries")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  PageDocument<EntryResponse> listAuditEntries(
      @Parameter(hidden = true) Caller caller,
      @RequestBean EntryQuery query,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    return page(caller, query, cursor, limit);
  }

  /// As for the whole log, of one project.
  @Get("/projects/{project}/audit/entries")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  PageDocument<EntryResponse> listProjectAuditEntries(
      @Parameter(hidden = true) Caller caller,
      String project,
      @QueryValue @Nullable String from,
      @QueryValue @Nullable String until,
      @QueryValue @Nullable String actor,
      @QueryValue @Nullable String action,
      @QueryValue @Nullable String environment,
      @QueryValue @Nullable String key,
      @QueryValue @Nullable String q,
      @QueryValue @Nullable String cursor,
      @QueryValue @Nullable Integer limit) {
    var query =
        new EntryQuery(
            from,
            until,
            actor,
            null,
            action,
            project,
            environment,
            null,
            key,
            null,
            null,
            null,
            null,
            q);
    return page(caller, query, cursor, limit);
  }

  /// An entry with what it changed.
  @Get("/audit/entries/{seq}")
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  WholeEntryResponse getAuditEntry(@Parameter(hidden = true) Caller caller, long seq) {
    return entries
        .find(Visibility.of(caller), seq)
        .map(WholeEntryResponse::of)
        .orElseThrow(
            () -> ProblemException.notFound("entry-not-found", "the log has no entry " + seq));
  }

  /// The log up to its newest checkpoint: as NDJSON, which can be verified, with the hashes of what is not wanted or may not
  /// be seen; or as CSV, for people, without them.
  ///
  /// @param format `ndjson`, if it is left out, or `csv`
  @Get("/audit/export")
  @Produces({NDJSON, CSV})
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  HttpResponse<StreamedFile> exportAuditLog(
      @Parameter(hidden = true) Caller caller,
      @RequestBean EntryQuery query,
      @QueryValue @Nullable String format) {
    EntryFilter filter = entries.filter(Visibility.of(caller), query);
    Parameters.oneOf("format", format, List.of("ndjson", "csv"));
    return "csv".equals(format)
        ? download(new StreamedFile(exports.csv(filter), MediaType.of(CSV)), "audit-log.csv")
        : download(
            new StreamedFile(exports.ndjson(filter), MediaType.of(NDJSON)), "audit-log.ndjson");
  }

  /// Entries as they are written, as server-sent events of a minute at most; whoever comes back with `Last-Event-ID` misses
  /// none.
  ///
  /// @param after the number that entries are to follow; the log's end if it is left out
  @Get("/audit/tail")
  @Produces(MediaType.TEXT_EVENT_STREAM)
  @Allows(value = Action.AUDIT_READ, anywhere = true)
  Publisher<Event<String>> tailAuditLog(
      @Parameter(hidden = true) Caller caller,
      @RequestBean EntryQuery query,
      @QueryValue @Nullable Long after,
      @Header("Last-Event-ID") @Nullable Long lastEventId) {
    EntryFilter filter = entries.filter(Visibility.of(caller), query);
    return tail.of(filter, lastEventId == null ? after : lastEventId);
  }

  private PageDocument<EntryResponse> page(
      Caller caller, EntryQuery query, @Nullable String cursor, @Nullable Integer limit) {
    EntryFilter filter = entries.filter(Visibility.of(caller), query);
    return PageDocument.of(
        entries.page(filter, cursors.paging("audit", cursor, limit)).map(EntryResponse::of));
  }

  private static HttpResponse<StreamedFile> download(StreamedFile file, String name) {
    return HttpResponse.ok(file)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }
}
