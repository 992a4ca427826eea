// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogReceipt;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.cli.VerifyAuditLog;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints how long a filtered query of a long log takes, how long its verification takes and how much memory, and what
/// signing a receipt costs.
///
/// Run by hand, as [AppendBenchmark] is, in two steps: without arguments it fills a database with 1,000,000 entries, prints its
/// URL and keeps it until its input ends; with that URL, in another process on a then quiet machine, it measures.
final class LogBenchmark {

  private static final int BATCH = 2_000;
  private static final int QUERIES = 300;
  private static final int PAGE = 51;
  private static final String ORIGIN = "guidon/benchmark";

  private static final AuditLog LOG = new AuditLog(new SecureRandom());
  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());

  private final int size;
  private final Random random = new Random(1);
  private final List<UUID> projects = ids(20);
  private final List<UUID> environments = ids(60);
  private final List<String> actors = texts("actor-", 200);
  private final List<String> tokens = texts("token-", 400);
  private final List<String> flags = texts("flag-", 3_000);
  private final List<String> words = texts("word", 5_000);

  private LogBenchmark(int size) {
    this.size = size;
  }

  public static void main(String[] arguments)
      throws SQLException, IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].startsWith("jdbc:")) {
      measure(arguments[0]);
      return;
    }
    int size = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    TestDatabase database = TestDatabase.create();
    new LogBenchmark(size).fill(database);
    System.out.println(database.url());
    while (System.in.read() >= 0) {
      // keeps the database until whoever started this has had enough
    }
  }

  private static void measure(String url) throws SQLException, IOException, InterruptedException {
    sign();
    Path directory = Files.createTempDirectory("guidon-log-benchmark");
    try (Connection connection = DriverManager.getConnection(url, "flag_app", "")) {
      var benchmark = new LogBenchmark((int) LOG.checkpoint(connection, ORIGIN).size());
      benchmark.query(connection);
      benchmark.prove(connection);
      benchmark.export(connection, directory.resolve("export.ndjson"));
    }
    verify(directory);
    for (String file : List.of("export.ndjson", "key.json")) {
      Files.delete(directory.resolve(file));
    }
    Files.delete(directory);
  }

  private static void sign() {
    long[] times = new long[3_000];
    for (int i = 0; i < times.length; i++) {
      var receipt = new LogReceipt(ORIGIN, i + 1L, Hash.ofNothing(), Hash.ofNothing());
      long start = System.nanoTime();
      KEY.sign(receipt);
      times[i] = System.nanoTime() - start;
    }
    print("sign a receipt", Arrays.copyOfRange(times, 1_000, times.length));
  }

  private void fill(TestDatabase database) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = database.runtime()) {
      for (int done = 0; done < size; done += BATCH) {
        List<AuditEvent> events =
            IntStream.range(0, Math.min(BATCH, size - done)).mapToObj(_ -> event()).toList();
        LOG.append(connection, LOG.lockHead(connection), events, List.of());
        connection.commit();
      }
    }
    try (Connection owner = database.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("VACUUM (ANALYZE) audit_entry, audit_payload, audit_node");
    }
    System.out.printf("%d entries appended in %.0f s%n", size, seconds(start));
  }

  private AuditEvent event() {
    int environment = random.nextInt(environments.size());
    int actor = (int) (Math.abs(random.nextGaussian()) * actors.size() / 4) % actors.size();
    String flag = any(flags);
    int weight = random.nextInt(100_000);
    return new AuditEvent(
        Actor.user(actors.get(actor), "Person " + actor),
        new Origin(
            new Via(Via.Kind.PAT, tokens.get(2 * actor + random.nextInt(2))),
            new UUID(random.nextLong(), random.nextLong()).toString(),
            "",
            "192.0.2.7",
            "guidon-cli/1.0"),
        new Scope.Environment(projects.get(environment / 3), environments.get(environment)),
        random.nextInt(4) == 0 ? "targeting.turned-on" : "targeting.updated",
        new Target("targeting", flag, "id-" + environment + "-" + flag),
        IntStream.range(0, 6).mapToObj(_ -> any(words)).collect(Collectors.joining(" ")),
        new Change.Updated(targeting(weight), targeting(100_000 - weight)),
        Outcome.SUCCEEDED);
  }

  private static JsonValue targeting(int weight) {
    return JsonValue.parse(
        """
        {"on":true,"offVariation":"off","prerequisites":[],"targets":[{"values":["ann","bob"],"variation":"on"}],
         "rules":[],"fallthrough":{"rollout":{"salt":"q2Jw0sPq9LxT2vBn","algorithm":"v1","bucketBy":[],
         "allocation":{"ranges":[{"variation":"on","from":0,"to":%d},{"variation":"off","from":%d,"to":100000}]}}}}
        """
            .formatted(weight, weight));
  }

  private void query(Connection connection) throws SQLException {
    Map<String, Supplier<EntryFilter>> filters = new LinkedHashMap<>();
    filters.put("everything", () -> EntryFilter.ALL);
    filters.put("a project", () -> EntryFilter.ALL.project(any(projects)));
    filters.put("an environment", () -> EntryFilter.ALL.environment(any(environments)));
    filters.put("an actor", () -> EntryFilter.ALL.actor(any(actors)));
    filters.put("a token", () -> EntryFilter.ALL.token(any(tokens)));
    filters.put("an action", () -> EntryFilter.ALL.action("targeting.turned-on"));
    filters.put("a key", () -> EntryFilter.ALL.targetKey(any(flags)));
    filters.put("a word", () -> EntryFilter.ALL.text(any(words)));
    filters.put("two words", () -> EntryFilter.ALL.text(any(words) + " " + any(words)));
    filters.put("a range of numbers", () -> EntryFilter.ALL.numbered(size / 3, size / 2));
    filters.put(
        "an actor in an environment",
        () -> EntryFilter.ALL.actor(any(actors)).environment(any(environments)));
    filters.put(
        "a word in a project", () -> EntryFilter.ALL.project(any(projects)).text(any(words)));
    filters.put(
        "a key by an actor", () -> EntryFilter.ALL.actor(any(actors)).targetKey(any(flags)));
    filters.put(
        "an action of one's own projects",
        () ->
            EntryFilter.ALL
                .within(Set.of(any(projects)), Set.of(any(environments)))
                .action("targeting.turned-on"));
    Instant half = LOG.entry(connection, size / 2).orElseThrow().at();
    filters.put("an actor before a time", () -> EntryFilter.ALL.actor(any(actors)).until(half));

    List<Long> all = new ArrayList<>();
    for (var filter : filters.entrySet()) {
      long[] times = new long[QUERIES];
      for (int i = -QUERIES / 10; i < QUERIES; i++) {
        EntryFilter asked = filter.getValue().get();
        long start = System.nanoTime();
        LOG.newest(connection, asked, Long.MAX_VALUE, PAGE);
        if (i >= 0) {
          times[i] = System.nanoTime() - start;
          all.add(times[i]);
        }
      }
      print(filter.getKey(), times);
    }
    print("all queries", all.stream().mapToLong(Long::longValue).toArray());
  }

  private void prove(Connection connection) throws SQLException {
    long[] times = new long[QUERIES];
    for (int i = 0; i < QUERIES; i++) {
      long start = System.nanoTime();
      LOG.inclusionProof(connection, 1 + random.nextInt(size), size);
      times[i] = System.nanoTime() - start;
    }
    print("an inclusion proof", times);
  }

  private void export(Connection connection, Path file) throws SQLException, IOException {
    long start = System.nanoTime();
    var checkpoint = new Checkpoint(ORIGIN, size, LOG.root(connection, size));
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(
          new ExportHeader(KEY.sign(checkpoint), List.of(KEY.verification().toJson()), List.of())
              .line());
      writer.newLine();
      for (long after = 0; after < size; after += BATCH) {
        for (ExportLine line :
            LOG.export(connection, EntryFilter.ALL, after, Math.min(after + BATCH, size))) {
          writer.write(line.line());
          writer.newLine();
        }
      }
    }
    Files.writeString(file.resolveSibling("key.json"), KEY.verification().toJson());
    System.out.printf("exported in %.0f s: %d MiB%n", seconds(start), Files.size(file) >> 20);
  }

  private static void verify(Path directory) throws IOException, InterruptedException {
    for (int round = 0; round < 2; round++) {
      long start = System.nanoTime();
      Process verifier =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx320m",
                  "-XX:+UseParallelGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  VerifyAuditLog.class.getName(),
                  directory.resolve("export.ndjson").toString(),
                  directory.resolve("key.json").toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      long memory = 0;
      while (verifier.isAlive()) {
        memory = Math.max(memory, highWater(verifier.pid()));
        Thread.sleep(20);
      }
      System.out.printf(
          "verified in %.1f s with %d MiB: %s",
          seconds(start),
          memory >> 10,
          new String(verifier.getInputStream().readAllBytes(), UTF_8));
    }
  }

  private static long highWater(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it has just ended
    }
  }

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private List<UUID> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()))
        .toList();
  }

  private static List<String> texts(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String what, long[] nanoseconds) {
    Arrays.sort(nanoseconds);
    System.out.printf(
        "%-32s p50 %8.3f ms   p99 %8.3f ms   max %8.3f ms%n",
        what,
        nanoseconds[nanoseconds.length / 2] / 1e6,
        nanoseconds[nanoseconds.length * 99 / 100] / 1e6,
        nanoseconds[nanoseconds.length - 1] / 1e6);
  }
}
