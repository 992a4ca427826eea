// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogKeys;
import dev.guidon.audit.checkpoint.LogReceipt;
import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.cli.Finding.Broken;
import dev.guidon.audit.cli.Finding.Intact;
import dev.guidon.audit.cli.Finding.Unusable;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.audit.tree.CheckedEntry;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.LogVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// Recomputes an export from its first entry to the checkpoint that it ends with, and compares it with whatever else of the
/// log somebody kept.
///
/// Entries are looked at on all processors, a batch each, and put together in their order; only a few batches are in memory.
final class ExportVerification {

  private static final int BATCH = 2_000;

  private final BufferedReader export;
  private final VerificationKey believed;
  private final List<String> kept;
  private final Replay replay;
  private final LongConsumer progress;
  private final LogVerifier verifier = new LogVerifier();
  private final TreeMap<Long, Hash> roots = new TreeMap<>();
  private long hidden;

  /// An entry of the export, as far as it can be looked at by itself.
  private sealed interface Looked {
    record At(ExportLine line, CheckedEntry entry) implements Looked {}

    record Hidden(ExportLine line) implements Looked {}

    record Unreadable(String problem) implements Looked {}
  }

  /// @param believed a key of the log, from elsewhere
  /// @param kept checkpoints and receipts of the same log
  /// @param progress hears how many entries are done
  ExportVerification(
      BufferedReader export,
      VerificationKey believed,
      List<String> kept,
      Replay replay,
      LongConsumer progress) {
    this.export = export;
    this.believed = believed;
    this.kept = List.copyOf(kept);
    this.replay = replay;
    this.progress = progress;
  }

  Finding run() throws IOException, InterruptedException {
    String first = export.readLine();
    if (first == null) {
      return new Unusable("export: empty");
    }
    ExportHeader header;
    try {
      header = ExportHeader.parse(first);
    } catch (IllegalArgumentException e) {
      return new Unusable(String.valueOf(e.getMessage()));
    }
    Optional<LogKeys> keys = keys(header);
    if (keys.isEmpty()) {
      return new Broken(0, "keys: one does not follow from the key that was given");
    }
    Optional<Checkpoint> end = keys.get().checkpoint(header.checkpoint());
    if (end.isEmpty()) {
      return new Broken(0, "checkpoint: not signed with a key of this log");
    }
    Optional<Finding> wrong = keep(keys.get(), end.get());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Optional<Finding> broken = readEntries();
    return broken.isPresent() ? broken.get() : finish(end.get());
  }

  private Optional<LogKeys> keys(ExportHeader header) {
    int at = header.keys().stream().map(ExportVerification::kid).toList().indexOf(believed.kid());
    if (at < 0 || header.successions().size() != header.keys().size() - 1) {
      return Optional.empty();
    }
    // A key that is not the first one speaks for those after it; those before it signed nothing
    // that is read here.
    LogKeys keys = LogKeys.of(believed);
    for (String succession : header.successions().subList(at, header.successions().size())) {
      Optional<LogKeys> more = keys.with(succession);
      if (more.isEmpty()) {
        return Optional.empty();
      }
      keys = more.get();
    }
    return Optional.of(keys);
  }

  private static String kid(String jwk) {
    try {
      return VerificationKey.parse(jwk).kid();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Takes note of every root that was signed, to be compared when the entries get there.
  private Optional<Finding> keep(LogKeys keys, Checkpoint end) {
    List<Checkpoint> all = new ArrayList<>();
    all.add(end);
    for (String jws : kept) {
      Optional<Checkpoint> checkpoint =
          keys.checkpoint(jws).or(() -> keys.receipt(jws).map(LogReceipt::checkpoint));
      if (checkpoint.isEmpty()) {
        return Optional.of(new Broken(0, "kept checkpoint: not signed with a key of this log"));
      }
      all.add(checkpoint.get());
    }
    for (Checkpoint checkpoint : all) {
      if (!checkpoint.origin().equals(end.origin())) {
        return Optional.of(
            new Broken(0, "kept checkpoint: of " + checkpoint.origin() + ", not " + end.origin()));
      }
      if (checkpoint.size() > end.size()) {
        return Optional.of(
            new Broken(
                end.size() + 1,
                "the log had " + checkpoint.size() + " entries, and this has " + end.size()));
      }
      Hash other = roots.put(checkpoint.size(), checkpoint.root());
      if (other != null && !other.equals(checkpoint.root())) {
        return Optional.of(
            new Broken(
                checkpoint.size(), "two roots were signed for the size " + checkpoint.size()));
      }
    }
    return compareRoot();
  }

  private Optional<Finding> readEntries() throws IOException, InterruptedException {
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService workers = Executors.newFixedThreadPool(processors)) {
      Deque<Future<List<Looked>>> batches = new ArrayDeque<>();
      List<String> lines = new ArrayList<>(BATCH);
      for (String line = export.readLine(); line != null; line = export.readLine()) {
        lines.add(line);
        if (lines.size() == BATCH) {
          List<String> batch = lines;
          batches.add(workers.submit(() -> look(batch)));
          lines = new ArrayList<>(BATCH);
          if (batches.size() > 2 * processors) {
            Optional<Finding> broken = take(batches.remove());
            if (broken.isPresent()) {
              workers.shutdownNow();
              return broken;
            }
          }
        }
      }
      List<String> rest = lines;
      batches.add(workers.submit(() -> look(rest)));
      while (!batches.isEmpty()) {
        Optional<Finding> broken = take(batches.remove());
        if (broken.isPresent()) {
          workers.shutdownNow();
          return broken;
        }
      }
      return Optional.empty();
    }
  }

  private static List<Looked> look(List<String> lines) {
    List<Looked> looked = new ArrayList<>(lines.size());
    for (String line : lines) {
      try {
        looked.add(
            switch (ExportLine.parse(line)) {
              case ExportLine.Shown shown ->
                  new Looked.At(
                      shown, CheckedEntry.of(shown.seq(), shown.canonical(), shown.payload()));
              case ExportLine.Hidden only -> new Looked.Hidden(only);
            });
      } catch (IllegalArgumentException e) {
        looked.add(new Looked.Unreadable(String.valueOf(e.getMessage())));
      }
    }
    return looked;
  }

  private Optional<Finding> take(Future<List<Looked>> batch) throws InterruptedException {
    List<Looked> entries;
    try {
      entries = batch.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    for (Looked entry : entries) {
      Optional<String> problem = take(entry);
      if (problem.isPresent()) {
        return Optional.of(new Broken(verifier.size() + place(problem.get()), problem.get()));
      }
      Optional<Finding> otherRoot = compareRoot();
      if (otherRoot.isPresent()) {
        return otherRoot;
      }
    }
    progress.accept(verifier.size());
    return Optional.empty();
  }

  // What is found before an entry is taken is wrong with the entry after those that were.
  private static long place(String problem) {
    return problem.startsWith("seq: ")
            || problem.startsWith("line: ")
            || problem.startsWith("leaf hash: ")
        ? 1
        : 0;
  }

  private Optional<String> take(Looked looked) {
    return switch (looked) {
      case Looked.Unreadable(String problem) -> Optional.of("line: " + problem);
      case Looked.Hidden(ExportLine line) -> {
        hidden++;
        yield verifier.nextHidden(line.seq(), line.leaf());
      }
      case Looked.At(ExportLine line, CheckedEntry entry) -> {
        if (entry.seq() == verifier.size() + 1 && !entry.leaf().equals(line.leaf())) {
          yield Optional.of("leaf hash: not that of the entry");
        }
        Optional<String> problem = verifier.next(entry);
        if (problem.isEmpty()) {
          replay.take(entry);
        }
        yield problem;
      }
    };
  }

  private Optional<Finding> compareRoot() {
    Hash expected = roots.get(verifier.size());
    if (expected == null || expected.equals(verifier.root())) {
      return Optional.empty();
    }
    Long sound = roots.lowerKey(verifier.size());
    long at = sound == null ? 1 : sound + 1;
    return Optional.of(
        new Broken(
            at,
            "root: entries " + at + " to " + verifier.size() + " are not those that were signed"));
  }

  private Finding finish(Checkpoint end) {
    if (verifier.size() != end.size()) {
      return new Broken(
          Math.min(verifier.size(), end.size()) + 1,
          "entries: " + verifier.size() + " (expected: " + end.size() + ")");
    }
    Optional<Long> missing = verifier.firstMissing();
    if (missing.isPresent()) {
      return new Broken(missing.get(), "payload: missing, and no entry says that it was erased");
    }
    Optional<Broken> otherwise = replay.compare();
    if (otherwise.isPresent()) {
      return otherwise.get();
    }
    return new Intact(end.origin(), end.size(), end.root(), hidden, replay.compared());
  }
}
