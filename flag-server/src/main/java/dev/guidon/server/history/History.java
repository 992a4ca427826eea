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
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.platform.json.JsonDifference;
import jakarta.inject.Singleton;
import java.util.List;

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

  /// What was done to a definition, newest first.
  public Page<AuditEntry> entries(DefinitionRef<?> ref, Paging page) {
    Versioned<?> current = definitions.require(ref);
    long before = before(page);
    List<AuditEntry> entries =
        transactions.read(connection ->
            log.historyOf(connection, List.of(current.id().toString()), before, page.limit() + 1));
    return Page.of(entries, page, entry -> Long.toString(entry.seq()));
  }

  private static long before(Paging page) {
    try {
      return page.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.after());
    } catch (NumberFormatException e) {
      throw ProblemException.badRequest(
          "invalid-parameter", "cursor: another list's (expected: as this list gave it)");
    }
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
