// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.RestClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Fills the disk below the database of a server that is written to and evaluates, and frees it again.
final class FullDisk {

  private static final int WRITERS = 4;
  private static final long DISK_MEGABYTES = 200;

  /// Room for tables, and none for another piece of PostgreSQL's write-ahead log, of 16 MB: changes go on until that is needed,
  /// and then PostgreSQL ends and cannot even recover.
  static final int NO_ROOM_FOR_THE_LOG = 8;

  static final int NO_ROOM_AT_ALL = 0;

  private FullDisk() {}

  /// What came of it.
  ///
  /// @param firstRefusal from the disk being full until a change was refused
  /// @param writesAgain from there being room until a change was acknowledged that was asked for after that
  /// @param evaluations that were answered
  /// @param faults what must not be: evaluations without answer, other refusals than 503, lost changes
  record Outcome(
      Duration firstRefusal, Duration writesAgain, long evaluations, List<String> faults) {}

  /// @param megabytesLeft how much room there is when the disk is as good as full
  /// @param full how long it stays full after the first change was refused
  static Outcome run(Path home, int megabytesLeft, Duration full) throws IOException, SQLException {
    Path image = home.resolve("disk.img");
    Files.deleteIfExists(image);
    LoopFileSystem.makeExt4(image, DISK_MEGABYTES);
    try (var disk = LoopFileSystem.mount(image, home.resolve("disk"));
        var server = ServerProcess.start(home, disk.directory().resolve("database"))) {
      Shop.open(server.admin());
      var caller = new RestClient(server.uri(), Shop.sdkKey(server.admin(), "backend"));
      try (var evaluations = Evaluations.start(caller)) {
        var history = new History();
        Writers writers = Writers.start(history, WRITERS, server.admin());
        writers.awaitAcknowledged(50);

        Path filler = disk.directory().resolve("filler");
        fill(filler, megabytesLeft);
        long filled = System.nanoTime();
        writers.awaitRefused();
        LockSupport.parkNanos(full.toNanos());
        Files.delete(filler);
        long freed = System.nanoTime();
        writers.awaitAcknowledgedSince(freed);
        List<Operation> asked = writers.stop();

        List<String> faults = new ArrayList<>(evaluations.stop());
        server.awaitReady();
        faults.addAll(HistoryCheck.run(server.databaseDirectory(), history.all()).faults());
        return outcome(asked, filled, freed, evaluations.answered(), faults);
      }
    }
  }

  private static Outcome outcome(
      List<Operation> asked, long filled, long freed, long evaluations, List<String> faults) {
    asked.stream()
        .filter(op -> !op.isAcknowledged() && op.status() != 503)
        .forEach(op -> faults.add("refused with another status than 503: " + op));
    return new Outcome(
        asked.stream()
            .filter(op -> !op.isAcknowledged() && op.endNanos() > filled)
            .map(op -> Duration.ofNanos(op.endNanos() - filled))
            .min(Duration::compareTo)
            .orElseThrow(),
        asked.stream()
            .filter(op -> op.isAcknowledged() && op.startNanos() > freed)
            .map(op -> Duration.ofNanos(op.endNanos() - freed))
            .min(Duration::compareTo)
            .orElseThrow(),
        evaluations,
        faults);
  }

  /// Writes in ever smaller pieces until nothing more goes in, or as much is left as was asked for.
  private static void fill(Path filler, int megabytesLeft) throws IOException {
    try (var channel =
        FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int size = 1 << 20; size >= 1; size /= 16) {
        ByteBuffer piece = ByteBuffer.allocate(size);
        while (room(filler) > (long) megabytesLeft << 20 && isWritten(channel, piece.clear())) {
          // on
        }
      }
    }
  }

  private static long room(Path file) throws IOException {
    return Files.getFileStore(file).getUsableSpace();
  }

  private static boolean isWritten(FileChannel channel, ByteBuffer piece) {
    try {
      return channel.write(piece) > 0;
    } catch (IOException _) {
      return false; // full, for pieces of this size
    }
  }
}
