// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.server.failure.HistoryCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Cuts the power, as far as that can be had without a switch: whatever the file system below the database had not been made
/// to write is gone, and the server goes on with the rest.
///
/// The database lies on an ext4 in a file, and that file on an XFS, which can copy it in one instant while it is written to.
/// The copy is the disk as the cut left it. It shows a page cache that was lost, and not sectors half written.
final class PowerCut implements AutoCloseable {

  private static final int WRITERS = 4;
  private static final int ACKNOWLEDGED_BEFORE_CUT = 50;
  private static final long DISK_MEGABYTES = 300;
  private static final long OUTER_MEGABYTES = 1500;

  private final Path home;
  private final Random random;
  private final LoopFileSystem outer;
  private final Path pristine;
  private final Path image;
  private final Path afterwards;

  /// What one cut came to.
  ///
  /// @param acknowledged changes before the cut
  /// @param lost how many of them were not there afterwards; all, if the database did not start
  /// @param faults what else was wrong
  record Cut(long acknowledged, long lost, List<String> faults) {}

  /// @param home where images and mounts go
  /// @param durable whether PostgreSQL waits for the disk; if not, a cut must lose something, or this test is no test
  PowerCut(Path home, long seed, boolean durable) throws IOException {
    this.home = home;
    this.random = new Random(seed);
    Path outerImage = home.resolve("outer.img");
    LoopFileSystem.makeXfs(outerImage, OUTER_MEGABYTES);
    this.outer = LoopFileSystem.mount(outerImage, home.resolve("outer"));
    this.pristine = outer.directory().resolve("pristine.img");
    this.image = outer.directory().resolve("disk.img");
    this.afterwards = outer.directory().resolve("afterwards.img");
    boolean made = false;
    try {
      makeDatabase(durable);
      made = true;
    } finally {
      if (!made) {
        outer.close();
      }
    }
  }

  private void makeDatabase(boolean durable) throws IOException {
    LoopFileSystem.makeExt4(pristine, DISK_MEGABYTES);
    try (var disk = LoopFileSystem.mount(pristine, home.resolve("disk"))) {
      try (var server = ServerProcess.start(disk.directory())) {
        Shop.open(server.admin());
      }
      if (!durable) {
        Files.writeString(
            disk.directory().resolve("database/cluster/postgresql.conf"),
            "fsync = off\n",
            StandardOpenOption.APPEND);
      }
    }
  }

  /// Runs a server for the first time on an empty disk and cuts its power as soon as it has answered. The admin token, which
  /// is shown only then, must be good afterwards.
  Cut cutAtFirstStart() throws IOException {
    LoopFileSystem.makeExt4(image, DISK_MEGABYTES);
    return cut(writers -> writers.awaitAcknowledged(1));
  }

  /// Runs a server that has run before and cuts its power.
  Cut cut() throws IOException {
    copy(pristine, image);
    return cut(writers -> {
      writers.awaitAcknowledged(ACKNOWLEDGED_BEFORE_CUT);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
    });
  }

  private Cut cut(Consumer<Writers> until) throws IOException {
    try {
      return compare(runUntilCut(until));
    } finally {
      Files.delete(image);
      Files.deleteIfExists(afterwards);
    }
  }

  private List<Operation> runUntilCut(Consumer<Writers> until) throws IOException {
    try (var disk = LoopFileSystem.mount(image, home.resolve("disk"));
        var server = ServerProcess.start(disk.directory(), "--accept-data-loss")) {
      Shop.open(server.admin());
      var history = new History();
      Writers writers = Writers.start(history, WRITERS, server.admin());
      until.accept(writers);

      List<Operation> before = history.all().stream().filter(Operation::isAcknowledged).toList();
      copy(image, afterwards);
      KillTarget.ALL.strike(server);
      writers.stop();
      server.awaitEnd();
      return before;
    }
  }

  private Cut compare(List<Operation> acknowledged) throws IOException {
    try (var disk = LoopFileSystem.mount(afterwards, home.resolve("disk"))) {
      try (var server = ServerProcess.start(disk.directory(), "--accept-data-loss")) {
        Verdict verdict = HistoryCheck.run(server.databaseDirectory(), acknowledged);
        List<String> faults = new ArrayList<>(verdict.faults());
        int status = server.admin().get(Shop.PROJECT).status();
        if (status != 200) {
          faults.add("the admin token is answered with " + status);
        }
        return new Cut(acknowledged.size(), verdict.lost(), faults);
      } catch (SQLException | IllegalStateException e) {
        return new Cut(acknowledged.size(), acknowledged.size(), List.of("cannot be used: " + e));
      }
    }
  }

  private static void copy(Path from, Path to) {
    Shell.run("cp", "--reflink=always", from.toString(), to.toString());
  }

  @Override
  public void close() {
    outer.close();
  }
}
