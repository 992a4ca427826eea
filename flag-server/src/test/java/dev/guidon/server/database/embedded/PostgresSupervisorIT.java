// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.guidon.server.database.embedded.EmbeddedPostgresException.Kind;
import dev.guidon.server.database.embedded.SupervisorState.Failing;
import dev.guidon.server.database.embedded.SupervisorState.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the supervisor does when things go well, and when something is killed, in the way, or not as it should be.
///
/// Runs as root and as an ordinary user; both take every test, by different ways inside.
class PostgresSupervisorIT {
  private final CollectedLines lines = new CollectedLines();

  @TempDir private static Path templates;

  @TempDir private Path directory;
  private Path home;
  private ClusterProcesses processes;

  /// Made once, because it takes longer than all else that a test does.
  @BeforeAll
  static void makeADatabaseToCopy() throws Exception {
    letOthersPass(templates);
    PostgresSupervisor.start(EmbeddedOptions.in(templates.resolve("home")), PostgresListener.NONE)
        .close();
  }

  @BeforeEach
  void copyTheDatabase() throws Exception {
    letOthersPass(directory);
    home = directory.resolve("home");
    copyTree(templates.resolve("home"), home);
    processes = new ClusterProcesses(home.resolve("cluster"));
  }

  private static void letOthersPass(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static void copyTree(Path from, Path to) throws IOException, InterruptedException {
    Process copy = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(copy.waitFor()).isZero();
  }

  @Test
  void makesADatabaseWhereThereIsNone() throws Exception {
    Path fresh = directory.resolve("fresh/home");

    try (var supervisor = PostgresSupervisor.start(EmbeddedOptions.in(fresh), lines)) {
      insert(supervisor, 1);
    }

    assertThat(lines.progress()).contains("Making a new database in " + fresh);
    assertThat(fresh.resolve("cluster.password")).doesNotExist();
    assertThat(fresh.resolve("cluster.new")).doesNotExist();
  }

  @Test
  void keepsDataAndPortOverAnOrderlyStop() throws Exception {
    int port;
    try (var supervisor = start()) {
      port = supervisor.port();
      insert(supervisor, 1);
    }
    assertThat(processes.all()).isEmpty();

    try (var supervisor = start()) {
      assertThat(supervisor.port()).isEqualTo(port);
      assertThat(count(supervisor)).isEqualTo(1);
      assertThat(lines.serverLog()).noneMatch(line -> line.contains("automatic recovery"));
    }
  }

  @Test
  void runsWithTheSettingsThatLoseNothing() throws Exception {
    try (var supervisor = start();
        var connection = connect(supervisor)) {
      assertThat(setting(connection, "fsync")).isEqualTo("on");
      assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(connection, "full_page_writes")).isEqualTo("on");
      assertThat(setting(connection, "data_checksums")).isEqualTo("on");
      assertThat(setting(connection, "restart_after_crash")).isEqualTo("on");
      assertThat(setting(connection, "wal_level")).isEqualTo("replica");
      assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(connection, "unix_socket_directories")).isEmpty();
      assertThat(setting(connection, "allow_alter_system")).isEqualTo("off");
      assertThat(setting(connection, "max_connections")).isEqualTo("40");
    }
  }

  @Test
  void nobodyLogsInWithoutThePassword() throws Exception {
    try (var supervisor = start()) {
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() ->
              DriverManager.getConnection(url(supervisor), PostgresSupervisor.OWNER_ROLE, "guess"))
          .matches(e -> "28P01".equals(e.getSQLState()));
    }
  }

  @Test
  void aSecondServerOnTheSameDirectoryIsRefusedAndHarmsNothing() throws Exception {
    try (var first = start()) {
      assertThatExceptionOfType(EmbeddedPostgresException.class)
          .isThrownBy(this::start)
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.IN_USE));

      try (var second = SupervisorChild.start(home)) {
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(second.remainingOutput())
            .contains(
                "Another server (process "
                    + ProcessHandle.current().pid()
                    + ") uses the database in ");
      }

      assertThat(first.state()).isEqualTo(new Ready());
      insert(first, 1);
    }
  }

  @Test
  void aKilledPostgresIsStartedAgainWithAllThatWasConfirmed() throws Exception {
    try (var supervisor = start()) {
      insert(supervisor, 5);

      kill(postmaster());

      awaitReadyAgain(supervisor);
      assertThat(count(supervisor)).isEqualTo(5);
    }
  }

  /// M29: the busy process outlives its killed parent, and PostgreSQL refuses to start beside it.
  @Test
  void aBusyProcessOfAKilledPostgresDoesNotBlockTheNext() throws Exception {
    try (var bystander = bystander();
        var supervisor = start();
        var busy = connect(supervisor)) {
      insert(supervisor, 5);
      long busyPid = pidOf(busy);
      Thread query = Thread.ofVirtual().start(() -> queryForever(busy));
      await().until(() -> isActive(supervisor, busyPid));

      kill(postmaster());

      awaitReadyAgain(supervisor);
      assertThat(processes.contains(busyPid)).isFalse();
      assertThat(count(supervisor)).isEqualTo(5);
      bystander.assertUntouched();
      query.join();
    }
  }

  @Test
  void aKilledWatchdogTakesPostgresWithItAndBothComeBack() throws Exception {
    try (var supervisor = start()) {
      insert(supervisor, 5);
      long before = postmaster();

      shellOf(supervisor).destroyForcibly();

      await().until(() -> !processes.contains(before));
      awaitReadyAgain(supervisor);
      assertThat(count(supervisor)).isEqualTo(5);
    }
    assertThat(processes.all()).isEmpty();
  }

  @Test
  void nothingIsLeftBehindWhenTheServerIsKilled() throws Exception {
    try (var child = SupervisorChild.start(home)) {
      child.awaitReady();
      assertThat(processes.all()).isNotEmpty();

      child.kill();

      await().atMost(Duration.ofSeconds(15)).until(() -> processes.all().isEmpty());
    }
  }

  @Test
  void aPostgresThatOutlivedItsServerIsEndedFirst() throws Exception {
    try (var child = SupervisorChild.start(home);
        var bystander = bystander()) {
      child.awaitReady();
      long orphan = postmaster();
      List<ProcessHandle> shells =
          child
              .handle()
              .descendants()
              .filter(process -> !processes.contains(process.pid()))
              .toList();
      assertThat(shells).hasSize(2);
      // Stopped first, or it would see its server go and take PostgreSQL along before it is killed
      // itself.
      shells.forEach(shell -> signal(shell.pid(), "STOP"));
      child.kill();
      shells.forEach(ProcessHandle::destroyForcibly);
      assertThat(processes.contains(orphan)).isTrue();

      try (var supervisor = start()) {
        assertThat(processes.contains(orphan)).isFalse();
        insert(supervisor, 1);
      }
      bystander.assertUntouched();
    }
  }

  @Test
  void aStaleFileThatNamesADeadProcessIsNoObstacle() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    writePidFile(dead.pid());

    try (var supervisor = start()) {
      insert(supervisor, 1);
    }
  }

  @Test
  void aStaleFileThatNamesALivingStrangerIsNoObstacleToEither() throws Exception {
    try (var stranger = bystander()) {
      writePidFile(stranger.pid());

      try (var supervisor = start()) {
        insert(supervisor, 1);
        stranger.assertUntouched();
      }

      stranger.assertUntouched();
    }
  }

  @Test
  void startsBelowADirectoryThatOnlyItsOwnerMayEnter() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

    try (var supervisor = start()) {
      insert(supervisor, 3);
      kill(postmaster());
      awaitReadyAgain(supervisor);
      assertThat(count(supervisor)).isEqualTo(3);
    }

    assertThat(processes.all()).isEmpty();
  }

  @Test
  void startsBelowSuchADirectoryWithItsProgramsThereToo() throws Exception {
    Path programs = directory.resolve("programs");
    copyPrograms(programs);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));

    try (var supervisor = startWith(programs.resolve("bin"))) {
      insert(supervisor, 1);
    }
  }

  @Test
  void anOrdinaryUserNeedsNoHelp() throws Exception {
    RunAs ordinary = ordinaryUser();
    Path theirs = Files.createDirectory(directory.resolve("theirs"));
    ordinary.own(theirs);
    Path copies = Files.createDirectory(directory.resolve("copies"), passable());

    try (var child = SupervisorChild.startAs(ordinary, copies, theirs.resolve("home"))) {
      child.awaitReady();
    }

    assertThat(new ClusterProcesses(theirs.resolve("home/cluster")).all()).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefusedInWords() throws Exception {
    RunAs ordinary = ordinaryUser();
    Path readOnly = Files.createDirectory(directory.resolve("read-only"));
    ordinary.own(readOnly);
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path copies = Files.createDirectory(directory.resolve("copies"), passable());

    try (var child = SupervisorChild.startAs(ordinary, copies, readOnly)) {
      assertThat(child.exitCode()).isEqualTo(1);
      assertThat(child.remainingOutput())
          .contains("The database's directory " + readOnly + " cannot be written")
          .contains("guidon.database.embedded.directory");
    }
  }

  @Test
  void rootWithoutSetprivIsRefusedInWords() {
    var bare = new HostSystem(0, "linux-amd64", List.of());

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> PostgresSupervisor.start(EmbeddedOptions.in(home), lines, bare))
        .withMessageContaining("setpriv")
        .withMessageContaining("start the server as another user")
        .withMessageContaining("guidon.database.url");
  }

  @Test
  void dataOfAMajorVersionThatNobodyHereReadsIsRefusedUntouched() throws Exception {
    Files.writeString(home.resolve("cluster/PG_VERSION"), "14\n");

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(this::start)
        .withMessageContaining(
            "The data was made by PostgreSQL 14, and the bundled PostgreSQL is PostgreSQL 18")
        .withMessageContaining("guidon.database.embedded.binaries");

    Files.writeString(home.resolve("cluster/PG_VERSION"), "18\n");
    start().close();
  }

  @Test
  void saysWhyAPostgresDoesNotStayAndGoesOnTrying() throws Exception {
    Path settings = home.resolve("cluster/postgresql.conf");
    String good = Files.readString(settings);
    try (var supervisor = start()) {
      insert(supervisor, 5);
      Files.writeString(settings, "no_such_setting = 1\n", StandardOpenOption.APPEND);

      kill(postmaster());

      await().atMost(Duration.ofSeconds(30)).until(() -> supervisor.state() instanceof Failing);
      assertThat(((Failing) supervisor.state()).reason()).contains("no_such_setting");

      Files.writeString(settings, good);

      awaitReadyAgain(supervisor);
      assertThat(count(supervisor)).isEqualTo(5);
    }
  }

  @Test
  void aDatabaseThatIsNotReadyInTimeIsStoppedAgain() throws Exception {
    var impatient =
        new EmbeddedOptions(home, null, null, Duration.ofNanos(1), Duration.ofSeconds(10));

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> PostgresSupervisor.start(impatient, lines))
        .withMessageContaining("was not ready after")
        .withMessageContaining("guidon.database.embedded.recovery-limit");

    assertThat(processes.all()).isEmpty();
    start().close();
  }

  @Test
  void aFirstStartThatWasCutShortIsBegunAnew() throws Exception {
    Path fresh = Files.createDirectory(directory.resolve("fresh"), passable());
    Path unfinished = Files.createDirectory(fresh.resolve("cluster.new"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

    try (var supervisor = PostgresSupervisor.start(EmbeddedOptions.in(fresh), lines)) {
      insert(supervisor, 1);
    }

    assertThat(unfinished).doesNotExist();
  }

  @Test
  void lostPasswordsAreNamed() throws Exception {
    Files.delete(home.resolve("passwords"));

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(this::start)
        .withMessageContaining(home.resolve("passwords") + ", which cannot be read");
  }

  private PostgresSupervisor start() throws EmbeddedPostgresException, InterruptedException {
    return PostgresSupervisor.start(EmbeddedOptions.in(home), lines);
  }

  private PostgresSupervisor startWith(Path binaries)
      throws EmbeddedPostgresException, InterruptedException {
    return PostgresSupervisor.start(
        new EmbeddedOptions(
            home,
            binaries,
            null,
            EmbeddedOptions.DEFAULT_RECOVERY_LIMIT,
            EmbeddedOptions.DEFAULT_STOP_LIMIT),
        lines);
  }

  private void copyPrograms(Path to) throws Exception {
    HostSystem host = HostSystem.current();
    Path bin =
        BundledPostgres.forPlatform(host.platform(), lines)
            .unpack(new BinariesPlace(host, null, home, RunAs.ourselves()));
    copyTree(requireNonNull(bin.getParent()), to);
  }

  private Bystander bystander() throws Exception {
    return Bystander.in(Path.of("/"), userOfPostgres());
  }

  /// As whom PostgreSQL runs here.
  private static RunAs userOfPostgres() throws EmbeddedPostgresException {
    HostSystem host = HostSystem.current();
    return host.isRoot() ? RunAs.another(Account.forPostgres(), host) : RunAs.ourselves();
  }

  private static RunAs ordinaryUser() throws EmbeddedPostgresException {
    return userOfPostgres();
  }

  private static FileAttribute<?> passable() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void writePidFile(long pid) throws Exception {
    Path cluster = home.resolve("cluster");
    Files.writeString(
        cluster.resolve("postmaster.pid"),
        pid + "\n" + cluster + "\n1795255200\n25432\n\n127.0.0.1\n  1048641         3\nready   \n");
    Path version = cluster.resolve("PG_VERSION");
    if ((int) Files.getAttribute(version, "unix:uid")
        != (int) Files.getAttribute(cluster.resolve("postmaster.pid"), "unix:uid")) {
      Account.ownerOf(version).own(cluster.resolve("postmaster.pid"));
    }
  }

  private long postmaster() {
    long pid = PostmasterPidFile.read(home.resolve("cluster")).orElseThrow().pid();
    assertThat(processes.contains(pid)).isTrue();
    return pid;
  }

  private static ProcessHandle shellOf(PostgresSupervisor supervisor) {
    return requireNonNull(supervisor.process()).shell();
  }

  private static void kill(long pid) {
    signal(pid, "KILL");
  }

  private static void signal(long pid, String signal) {
    try {
      assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitReadyAgain(PostgresSupervisor supervisor) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> supervisor.state() instanceof Ready && answers(supervisor));
  }

  private static boolean answers(PostgresSupervisor supervisor) {
    try (var connection = connect(supervisor)) {
      return connection.isValid(1);
    } catch (SQLException _) {
      return false;
    }
  }

  private static Connection connect(PostgresSupervisor supervisor) throws SQLException {
    return DriverManager.getConnection(
        url(supervisor), PostgresSupervisor.OWNER_ROLE, supervisor.passwords().owner());
  }

  private static String url(PostgresSupervisor supervisor) {
    return "jdbc:postgresql://127.0.0.1:" + supervisor.port() + "/" + PostgresSupervisor.DATABASE;
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return text(connection, "SHOW " + name);
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void insert(PostgresSupervisor supervisor, int rows) throws SQLException {
    try (var connection = connect(supervisor);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (number int)");
      for (int row = 0; row < rows; row++) {
        statement.execute("INSERT INTO kept VALUES (" + row + ")");
      }
    }
  }

  private static int count(PostgresSupervisor supervisor) throws SQLException {
    try (var connection = connect(supervisor)) {
      return Integer.parseInt(text(connection, "SELECT count(*) FROM kept"));
    }
  }

  private static long pidOf(Connection connection) throws SQLException {
    return Long.parseLong(text(connection, "SELECT pg_backend_pid()"));
  }

  private static boolean isActive(PostgresSupervisor supervisor, long pid) throws SQLException {
    try (var connection = connect(supervisor)) {
      return text(
              connection,
              "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid + " AND state = 'active'")
          .equals("1");
    }
  }

  private static void queryForever(Connection connection) {
    try {
      text(
          connection,
          "SELECT count(*) FROM generate_series(1, 1000000000000) AS busy(number) WHERE number % 2 = 3");
    } catch (SQLException _) {
      // that it ends is the point
    }
  }
}
