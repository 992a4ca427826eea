// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import dev.guidon.audit.tree.JsonValue;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints how many durable changes a second the log takes: each locks the head, appends one entry of a flag of 2 KiB, commits.
///
/// Run by hand on a quiet machine, from the repository's root:
/// ```
/// ./mvnw -q -pl audit test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
/// java -cp audit/target/classes:audit/target/test-classes:$(cat audit/target/classpath) dev.guidon.audit.AppendBenchmark
/// ```
final class AppendBenchmark {

  private static final long SECONDS = 5;

  private static final AuditLog LOG = new AuditLog(new SecureRandom());
  private static final JsonValue BEFORE = flag(true);
  private static final JsonValue AFTER = flag(false);

  private AppendBenchmark() {}

  public static void main(String[] arguments)
      throws SQLException, ExecutionException, InterruptedException {
    TestDatabase database = TestDatabase.create();
    measure(database, 1);
    for (int round = 1; round <= 3; round++) {
      print("1 writer", measure(database, 1));
      print("8 writers", measure(database, 8));
    }
    verify(database);
  }

  private static long[] measure(TestDatabase database, int writers)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    List<Long> times = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(writers)) {
      List<Future<List<Long>>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        running.add(executor.submit(() -> appendUntil(database, end)));
      }
      for (Future<List<Long>> done : running) {
        times.addAll(done.get());
      }
    }
    return times.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  private static List<Long> appendUntil(TestDatabase database, long end) throws SQLException {
    List<Long> times = new ArrayList<>();
    try (Connection connection = database.runtime()) {
      long start = System.nanoTime();
      while (start < end) {
        LogHead head = LOG.lockHead(connection);
        var change = new Change.Updated(BEFORE, AFTER);
        LOG.append(
            connection,
            head,
            List.of(Events.of(change)),
            List.of(Events.revision(head.seq(), head.seq() + 1)));
        connection.commit();
        long now = System.nanoTime();
        times.add(now - start);
        start = now;
      }
    }
    return times;
  }

  private static void verify(TestDatabase database) throws SQLException {
    try (Connection connection = database.runtime()) {
      long start = System.nanoTime();
      AuditVerification verification = LOG.verify(connection);
      System.out.printf("%s in %.1f s%n", verification, (System.nanoTime() - start) / 1e9);
    }
  }

  private static void print(String name, long[] nanoseconds) {
    System.out.printf(
        "%-10s %6.0f/s   p50 %.2f ms   p99 %.2f ms%n",
        name,
        (double) nanoseconds.length / SECONDS,
        nanoseconds[nanoseconds.length / 2] / 1e6,
        nanoseconds[nanoseconds.length * 99 / 100] / 1e6);
  }

  private static JsonValue flag(boolean on) {
    return JsonValue.parse(
        IntStream.range(0, 20)
            .mapToObj(i ->
                "{\"id\":\"rule-"
                    + i
                    + "\",\"attribute\":\"country\",\"operator\":\"in\",\"values\":[\"DE\",\"FR\",\"IT\"]}")
            .collect(Collectors.joining(",", "{\"on\":" + on + ",\"rules\":[", "]}")));
  }
}
