// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// The failure tests that take minutes, or whose goals are times, as commands that print figures.
///
/// `flag-server/failure-test` runs it; docs/operations/failure-tests.md says what each shows. Ends with 1 when a change was
/// lost, or whatever else must not be, and then leaves the data where it says.
final class FailureTests {

  private static final String USAGE =
      """
      flag-server/failure-test NAME [option=number …]

        kill-loop         rounds=200 seed=…          kill -9 of the server, its database, or both, under load
        power-cut         cuts=10 seed=…             the disk as a power cut leaves it; needs root
        power-cut-unsafe  cuts=10 seed=…             the same with fsync off, which must lose changes; needs root
        full-disk         seconds=20                 the database's disk is full for so long; needs root
        database-outage   seconds=300                the database is away for so long
        recovery          entries=100000 rounds=5    starts after kill -9 and after a stop, with 5,000 flags
        two-nodes         seconds=60                 two nodes on one database, and eight writers
      """;

  private final Map<String, Long> options;
  private final Path home;

  private FailureTests(Map<String, Long> options, Path home) {
    this.options = options;
    this.home = home;
  }

  public static void main(String... arguments) throws IOException, SQLException {
    if (arguments.length == 0) {
      System.out.print(USAGE + StreamFailures.USAGE);
      return;
    }
    Path home = Files.createTempDirectory("guidon-failure-");
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(FailureTests::leaveNothing));
    System.out.println(arguments[0] + ", data in " + home);
    List<String> faults = new FailureTests(options(arguments), home).run(arguments[0]);
    if (!faults.isEmpty()) {
      faults.forEach(fault -> System.out.println("FAULT: " + fault));
      System.exit(1);
    }
    Shell.run("rm", "-rf", "--one-file-system", home.toString());
  }

  private static Map<String, Long> options(String... arguments) {
    return Arrays.stream(arguments)
        .skip(1)
        .map(option -> option.split("=", 2))
        .collect(Collectors.toMap(option -> option[0], option -> Long.parseLong(option[1])));
  }

  /// Also when it is interrupted.
  private static void leaveNothing() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    LoopFileSystem.unmountAll();
  }

  /// @return what must not be
  private List<String> run(String name) throws IOException, SQLException {
    return switch (name) {
      case "kill-loop" -> killLoop();
      case "power-cut" -> powerCut();
      case "power-cut-unsafe" -> powerCutUnsafe();
      case "full-disk" -> fullDisk();
      case "database-outage" -> databaseOutage();
      case "recovery" -> recovery();
      case "two-nodes" -> twoNodes();
      default -> ofStreams(name);
    };
  }

  private List<String> ofStreams(String name) {
    if (!StreamFailures.has(name)) {
      return List.of("no such test; run without a name to see which there are");
    }
    StreamFailures.run(name, home, options);
    return List.of();
  }

  private long option(String name, long otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  private long seed() {
    long seed = option("seed", ThreadLocalRandom.current().nextLong(1_000_000));
    System.out.println("seed " + seed);
    return seed;
  }

  private List<String> killLoop() throws IOException, SQLException {
    long rounds = option("rounds", 200);
    long acknowledged = 0;
    Map<KillTarget, Long> longestDown = new TreeMap<>();
    try (var loop = new KillLoop(home, seed())) {
      for (int i = 1; i <= rounds; i++) {
        KillLoop.Round round = loop.round(KillTarget.ofRound(i));
        acknowledged += round.acknowledged();
        longestDown.merge(round.target(), round.downMillis(), Math::max);
        System.out.printf("round %d of %d: %s%n", i, rounds, round);
        if (!round.faults().isEmpty()) {
          return round.faults();
        }
      }
    }
    System.out.printf(
        "%d rounds, %d acknowledged changes, 0 lost, 0 doubled; longest until ready, ms: %s%n",
        rounds, acknowledged, longestDown);
    return List.of();
  }

  private List<String> powerCut() throws IOException {
    requireRoot();
    try (var powerCut = new PowerCut(home, seed(), true)) {
      PowerCut.Cut first = powerCut.cutAtFirstStart();
      System.out.println("cut at the first start: " + first);
      List<String> faults = new ArrayList<>(first.faults());
      cut(powerCut).forEach(cut -> faults.addAll(cut.faults()));
      return faults;
    }
  }

  private List<String> powerCutUnsafe() throws IOException {
    requireRoot();
    try (var powerCut = new PowerCut(home, seed(), false)) {
      List<PowerCut.Cut> cuts = cut(powerCut);
      long thatLost = cuts.stream().filter(cut -> cut.lost() > 0).count();
      return thatLost * 10 >= cuts.size() * 9L
          ? List.of()
          : List.of(
              "fsync was off, and " + thatLost + " of " + cuts.size() + " cuts lost something");
    }
  }

  private List<PowerCut.Cut> cut(PowerCut powerCut) throws IOException {
    long count = option("cuts", 10);
    List<PowerCut.Cut> cuts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      PowerCut.Cut cut = powerCut.cut();
      cuts.add(cut);
      System.out.printf(
          "cut %d of %d: %d acknowledged, %d lost, %d faults%n",
          i, count, cut.acknowledged(), cut.lost(), cut.faults().size());
    }
    System.out.printf(
        "%d cuts, %d acknowledged changes, %d lost%n",
        count,
        cuts.stream().mapToLong(PowerCut.Cut::acknowledged).sum(),
        cuts.stream().mapToLong(PowerCut.Cut::lost).sum());
    return cuts;
  }

  private List<String> fullDisk() throws IOException, SQLException {
    requireRoot();
    List<String> faults = new ArrayList<>();
    for (int left : List.of(FullDisk.NO_ROOM_AT_ALL, FullDisk.NO_ROOM_FOR_THE_LOG)) {
      FullDisk.Outcome outcome =
          FullDisk.run(home, left, Duration.ofSeconds(option("seconds", 20)));
      System.out.printf(
          "%d MB left: first refusal after %d ms; changes again %d ms after there was room; %d evaluations%n",
          left,
          outcome.firstRefusal().toMillis(),
          outcome.writesAgain().toMillis(),
          outcome.evaluations());
      faults.addAll(outcome.faults());
    }
    return faults;
  }

  private List<String> databaseOutage() throws IOException, SQLException {
    DatabaseOutage.Outcome outcome =
        DatabaseOutage.run(home, Duration.ofSeconds(option("seconds", 300)));
    System.out.printf(
        "%d changes refused, the slowest in %d ms; writes again %d ms after it was back; %d evaluations%n",
        outcome.refused(),
        outcome.slowestRefusal().toMillis(),
        outcome.writesAgain().toMillis(),
        outcome.evaluations());
    return outcome.faults();
  }

  private List<String> recovery() throws IOException, SQLException {
    long entries = option("entries", 100_000);
    long rounds = option("rounds", 5);
    System.out.println("making 5,000 flags and " + entries + " entries …");
    try (var recovery = new Recovery(home, Math.toIntExact(entries))) {
      for (int i = 1; i <= rounds; i++) {
        print("kill -9", recovery.afterKill());
        print("stop", recovery.afterStop());
      }
      return recovery.faults();
    }
  }

  private static void print(String what, Recovery.Start start) {
    System.out.printf(
        "%s: nothing left after %d ms; ready %d ms after its start%n",
        what, start.gone().toMillis(), start.ready().toMillis());
  }

  private List<String> twoNodes() throws IOException, SQLException {
    TwoNodes.Outcome outcome =
        TwoNodes.run(home, Duration.ofSeconds(10), Duration.ofSeconds(option("seconds", 60)));
    System.out.printf(
        "%.0f changes/s, p50 %d ms, p99 %d ms%n",
        outcome.changesPerSecond(), outcome.median().toMillis(), outcome.p99().toMillis());
    return outcome.faults();
  }

  private static void requireRoot() {
    var packages = Map.of("mkfs.xfs", "xfsprogs", "mkfs.ext4", "e2fsprogs", "mount", "mount");
    String missing =
        packages.entrySet().stream()
            .filter(program -> !Shell.has(program.getKey()))
            .map(program -> ", " + program.getKey() + " (package " + program.getValue() + ")")
            .collect(Collectors.joining());
    if (!Shell.isRoot() || !missing.isEmpty()) {
      System.out.println("This test mounts file systems of its own. It needs root" + missing + ".");
      System.exit(2);
    }
  }
}
