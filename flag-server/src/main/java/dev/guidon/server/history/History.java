// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.history;

import dev.guidon.audit.AuditEntry;
import dev.guidon.audit.AuditLog;
import dev.guidon.evaluation.Value;
import dev.guidon.server.change.DefinitionRef;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.VersionContent;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.json.JsonDifference;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// The versions of a definition, who made each of them and why, read from the log.
@Singleton
public final class History {

  private final Transactions transactions;
  private final AuditLog log;
  private final Definitions definitions;

  History(Transactions transactions, AuditLog log, Definitions definitions) {
    this.transactions = transactions;
    this.log = log;
    this.definitions = definitions;
  }

  /// An entry of the log and the version that it made.
  record VersionEntry(long version, AuditEntry entry) {}

  /// What was done to a definition, newest first.
  Page<VersionEntry> entries(DefinitionRef<?> ref, Paging page) {
    Versioned<?> current = definitions.require(ref);
    long before = page.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.after());
    List<AuditEntry> entries =
        transactions.read(connection ->
            log.historyOf(connection, List.of(current.id().toString()), before, page.limit() + 1));
    Map<Long, Long> versions =
        definitions.versionsMadeAt(entries.stream().map(AuditEntry::seq).toList());
    return Page.of(entries, page, entry -> Long.toString(entry.seq()))
        .map(entry -> new VersionEntry(versions.getOrDefault(entry.seq(), 0L), entry));
  }

  /// A definition as it was at a version.
  public VersionContent content(DefinitionRef<?> ref, long version) {
    return definitions.versionContent(ref, version);
  }

  /// What leads from one version of a definition to another, as RFC 6902 has it.
  public Value difference(DefinitionRef<?> ref, long from, long to) {
    return JsonDifference.between(
        definitions.versionContent(ref, from).content(),
        definitions.versionContent(ref, to).content());
  }
}
