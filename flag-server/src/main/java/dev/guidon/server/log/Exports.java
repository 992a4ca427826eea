// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.AnnouncedKey;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.EntryFilter;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.log.Checkpoints.Signed;
import dev.guidon.server.log.Entries.Named;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The log as a file, up to the newest checkpoint, read a page at a time: whoever writes meanwhile waits for nobody.
@Singleton
final class Exports {

  private static final int PAGE = 500;

  private final Entries entries;
  private final Checkpoints checkpoints;
  private final Transactions transactions;
  private final AuditLog log;

  Exports(Entries entries, Checkpoints checkpoints, Transactions transactions, AuditLog log) {
    this.entries = entries;
    this.checkpoints = checkpoints;
    this.transactions = transactions;
    this.log = log;
  }

  /// Lines that can be verified: entries that the filter wants, and hashes of all others.
  InputStream ndjson(EntryFilter filter) {
    Signed end = end();
    List<AnnouncedKey> keys = transactions.read(log::keys);
    String header =
        new ExportHeader(
                end.jws(),
                keys.stream().map(key -> key.key().toJson()).toList(),
                keys.stream().skip(1).map(AnnouncedKey::succession).toList())
            .line();
    return new PagedText(
        header + "\n",
        new PagedText.Pages() {
          private long seen;

          @Override
          public @Nullable String next() {
            if (seen >= end.checkpoint().size()) {
              return null;
            }
            long until = Math.min(seen + PAGE, end.checkpoint().size());
            List<ExportLine> lines = entries.export(filter, seen, until);
            seen = until;
            return lines.stream().map(line -> line.line() + "\n").collect(Collectors.joining());
          }
        });
  }

  /// A row for each entry that the filter wants.
  InputStream csv(EntryFilter filter) {
    long end = end().checkpoint().size();
    return new PagedText(
        CsvRow.HEADER,
        new PagedText.Pages() {
          private long seen;

          @Override
          public @Nullable String next() {
            List<Named> found = entries.after(filter.numbered(seen + 1, end), seen, PAGE);
            if (found.isEmpty()) {
              return null;
            }
            seen = found.getLast().entry().seq();
            return found.stream().map(CsvRow::of).collect(Collectors.joining());
          }
        });
  }

  private Signed end() {
    Optional<Signed> newest = checkpoints.renewed();
    return newest.orElseThrow(
        () -> ProblemException.of(503, "no-checkpoint", "this node signs nothing; see its log"));
  }

  /// Text that is made a page at a time, as its reader gets there.
  private static final class PagedText extends InputStream {

    interface Pages {
      /// The next page; null at the end.
      @Nullable String next();
    }

    private final Pages pages;
    private byte[] page;
    private int at;

    PagedText(String first, Pages pages) {
      this.page = first.getBytes(UTF_8);
      this.pages = pages;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      while (at == page.length) {
        String next = pages.next();
        if (next == null) {
          return -1;
        }
        page = next.getBytes(UTF_8);
        at = 0;
      }
      int count = Math.min(length, page.length - at);
      System.arraycopy(page, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
