// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.history;

import dev.guidon.audit.AuditEntry;
import dev.guidon.evaluation.Value;
import dev.guidon.server.change.VersionContent;
import dev.guidon.server.history.History.VersionEntry;
import dev.guidon.server.platform.json.JsonText;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/// One change of a definition.
///
/// @param version that the change made
/// @param seq the change's number in the log
/// @param actor who made it, for display; empty once that was erased
/// @param comment why, in their words
/// @param patch what changed, as RFC 6902 has it; empty for a creation and a deletion
@Serdeable
record HistoryResponse(
    long version, long seq, Instant at, String actor, String action, String comment, Value patch) {

  static HistoryResponse of(VersionEntry made) {
    AuditEntry entry = made.entry();
    return new HistoryResponse(
        made.version(),
        entry.seq(),
        entry.at(),
        entry.event().actor().display(),
        entry.event().action(),
        entry.event().comment(),
        JsonText.read(entry.patch().toString()));
  }

  /// A definition as it was at a version; of targeting, as it would have to be written to be that again.
  @Serdeable
  record VersionResponse(long version, long seq, Value content) {

    static VersionResponse of(VersionContent content) {
      return new VersionResponse(content.version(), content.seq(), content.content());
    }
  }

  /// What leads from one version to another.
  ///
  /// @param patch as RFC 6902 has it
  @Serdeable
  record DifferenceResponse(long from, long to, Value patch) {}
}
