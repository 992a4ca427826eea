// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a PostgreSQL of our own: makes its data at first start, starts it, starts it again when it ends by itself, and stops
/// it. What keeps the data safe is described in docs/adr/0011-embedded-postgresql.md.
public final class PostgresSupervisor implements AutoCloseable {
  /// The role that owns everything; made with the cluster.
  public static final String OWNER_ROLE = ClusterCreation.OWNER_ROLE;

  /// The database that a new cluster has.
  public static final String DATABASE = "postgres";

  private static final Logger log = LoggerFactory.getLogger(PostgresSupervisor.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);
  private static final Duration LONGER_THAN_USUAL = Duration.ofSeconds(2);
  private static final int LOGIN_TIMEOUT_SECONDS = 5;

  private final EmbeddedOptions options;
  private final DataDirectory directory;
  private final HostSystem host;
  private final PostgresListener listener;
  private final InstanceLock lock;
  private final Installation installation;
  private final ClusterProcesses processes;
  private final Passwords passwords;
  private final int port;
  private final RestartPolicy restarts = new RestartPolicy();

  private volatile SupervisorState state = new SupervisorState.Starting();
  private volatile @Nullable PostgresProcess process;
  private volatile boolean stopping;
  private final Thread watcher =
      Thread.ofPlatform().daemon().name("postgres-supervisor").unstarted(this::watch);

  private PostgresSupervisor(
      EmbeddedOptions options,
      DataDirectory directory,
      HostSystem host,
      PostgresListener listener,
      InstanceLock lock,
      Installation installation,
      Passwords passwords,
      int port) {
    this.options = options;
    this.directory = directory;
    this.host = host;
    this.listener = listener;
    this.lock = lock;
    this.installation = installation;
    this.processes = new ClusterProcesses(directory.cluster());
    this.passwords = passwords;
    this.port = port;
  }

  /// Returns once PostgreSQL can be used.
  public static PostgresSupervisor start(EmbeddedOptions options, PostgresListener listener)
      throws EmbeddedPostgresException, InterruptedException {
    return start(options, listener, HostSystem.current());
  }

  static PostgresSupervisor start(
      EmbeddedOptions options, PostgresListener listener, HostSystem host)
      throws EmbeddedPostgresException, InterruptedException {
    var directory = new DataDirectory(options.home());
    directory.prepare();
    InstanceLock lock = InstanceLock.acquire(directory.lock());
    boolean started = false;
    try {
      PostgresSupervisor supervisor = prepare(options, directory, host, listener, lock);
      supervisor.startForTheFirstTime();
      started = true;
      return supervisor;
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  private static PostgresSupervisor prepare(
      EmbeddedOptions options,
      DataDirectory directory,
      HostSystem host,
      PostgresListener listener,
      InstanceLock lock)
      throws EmbeddedPostgresException, InterruptedException {
    new Leftovers(new ClusterProcesses(directory.cluster())).end();
    Installation installation = Installation.choose(options, directory, host, listener);
    RunAs runAs = installation.runAs();
    if (!directory.hasCluster()) {
      listener.progress("Making a new database in " + directory.home());
      new ClusterCreation(directory, installation.binaries(), runAs).run();
    }
    Passwords passwords = Passwords.read(directory.passwords());
    int port = Port.choose(directory.port(), new SecureRandom());
    configure(directory, installation, port);
    return new PostgresSupervisor(
        options, directory, host, listener, lock, installation, passwords, port);
  }

  private static void configure(DataDirectory directory, Installation installation, int port)
      throws EmbeddedPostgresException {
    try {
      Account account = installation.runAs().account();
      if (account != null && Account.ownerOf(directory.cluster()).isRoot()) {
        FileTrees.giveTo(account, directory.cluster());
      }
      ServerSettings.write(
          directory.cluster(), installation.binaries().major(), port, installation.runAs());
    } catch (IOException e) {
      throw new EmbeddedPostgresException("The database's settings cannot be written: " + e, e);
    }
  }

  private void startForTheFirstTime() throws EmbeddedPostgresException, InterruptedException {
    boolean ready = false;
    try {
      launch();
      ready = true;
    } finally {
      if (!ready) {
        endProcess();
      }
    }
    log.info(
        "PostgreSQL {} runs on {} as {}, at 127.0.0.1:{}",
        installation.binaries().major(),
        directory.cluster(),
        installation.runAs(),
        port);
    watcher.start();
  }

  /// The port on 127.0.0.1; stays the same for as long as this supervisor lives.
  public int port() {
    return port;
  }

  public Passwords passwords() {
    return passwords;
  }

  public SupervisorState state() {
    return state;
  }

  /// What runs now, for tests that kill it.
  @Nullable PostgresProcess process() {
    return process;
  }

  /// Clears the way, starts PostgreSQL and waits until it can be used.
  private void launch() throws EmbeddedPostgresException, InterruptedException {
    new Leftovers(processes).end();
    state = new SupervisorState.Starting();
    PostgresProcess started =
        PostgresProcess.start(
            installation.binaries(),
            directory.cluster(),
            installation.runAs(),
            host,
            foreignProcessInPidFile(),
            listener);
    process = started;
    awaitReady(started);
    state = new SupervisorState.Ready();
  }

  /// PostgreSQL would refuse to start while the process that its stale file names is alive, whatever that process is by now;
  /// in a container, where numbers are small, that is not rare.
  private OptionalLong foreignProcessInPidFile() {
    Optional<Long> foreign =
        PostmasterPidFile.read(directory.cluster())
            .map(PostmasterPidFile::pid)
            .filter(processes::isKnownToBeForeign);
    foreign.ifPresent(pid ->
        log.warn(
            "postmaster.pid is stale: it names process {}, which does not work on {}; leaving that process alone",
            pid,
            directory.cluster()));
    return foreign.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private void awaitReady(PostgresProcess started)
      throws EmbeddedPostgresException, InterruptedException {
    long begin = System.nanoTime();
    long nextLine = begin + LONGER_THAN_USUAL.toNanos();
    while (!isReady()) {
      if (!started.isRunning()) {
        started.awaitEnd();
        throw new EmbeddedPostgresException(
            "PostgreSQL ended while starting. Its last words:\n" + started.lastLog());
      }
      long now = System.nanoTime();
      if (now - begin >= options.recoveryLimit().toNanos()) {
        throw new EmbeddedPostgresException(
            "PostgreSQL was not ready after "
                + options.recoveryLimit()
                + " (setting"
                + " guidon.database.embedded.recovery-limit). Its last words:\n"
                + started.lastLog());
      }
      if (now - nextLine >= 0) {
        state = new SupervisorState.Recovering();
        listener.progress(
            "Waiting for PostgreSQL to recover ("
                + Duration.ofNanos(now - begin).toSeconds()
                + " s so far, up to "
                + options.recoveryLimit().toSeconds()
                + " s)");
        nextLine = now + TELL_EVERY.toNanos();
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  /// The file alone could be an old one, and a login alone could reach another server.
  private boolean isReady() {
    return PostmasterPidFile.read(directory.cluster())
            .filter(PostmasterPidFile::isReady)
            .filter(file -> !ClusterProcesses.canTell() || processes.contains(file.pid()))
            .isPresent()
        && loginWorks();
  }

  private boolean loginWorks() {
    var login = new PGSimpleDataSource();
    login.setServerNames(new String[] {"127.0.0.1"});
    login.setPortNumbers(new int[] {port});
    login.setDatabaseName(DATABASE);
    login.setUser(OWNER_ROLE);
    login.setPassword(passwords.owner());
    login.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
    try (Connection connection = login.getConnection()) {
      return connection.isValid(LOGIN_TIMEOUT_SECONDS);
    } catch (SQLException e) {
      log.debug("PostgreSQL says it is ready, and a login fails", e);
      return false;
    }
  }

  private void watch() {
    try {
      while (!stopping) {
        awaitEnd();
        if (!stopping) {
          startAgain();
        }
      }
    } catch (InterruptedException _) {
      // close() takes over
    }
  }

  private void awaitEnd() throws InterruptedException {
    PostgresProcess running = process;
    if (running != null) {
      running.awaitEnd();
    }
  }

  /// Starts PostgreSQL until it stays, waiting longer each time. Never gives up: a disk that was full has room again some
  /// time, and then nobody should have to restart the server.
  private void startAgain() throws InterruptedException {
    PostgresProcess ended = process;
    String reason =
        "PostgreSQL ended by itself. Its last words:\n" + (ended == null ? "" : ended.lastLog());
    while (true) {
      await(restarts.failed(System.nanoTime()), reason);
      try {
        launch();
        log.info("PostgreSQL runs again");
        return;
      } catch (EmbeddedPostgresException | RuntimeException e) {
        endProcess();
        reason = String.valueOf(e.getMessage());
      }
    }
  }

  private void await(Duration delay, String reason) throws InterruptedException {
    if (restarts.goesOn()) {
      log.error("PostgreSQL does not stay; starting it again in {}. {}", delay, reason);
      state = new SupervisorState.Failing(reason, delay);
    } else {
      log.warn("Starting PostgreSQL again in {}. {}", delay, reason);
      state = new SupervisorState.Restarting(reason, delay);
    }
    Thread.sleep(delay);
  }

  /// Ends what runs, in order if possible, by force if not.
  private void endProcess() throws InterruptedException {
    PostgresProcess running = process;
    if (running != null) {
      running.stop(options.stopLimit());
    }
    try {
      new Leftovers(processes).end();
    } catch (EmbeddedPostgresException e) {
      log.error("PostgreSQL could not be ended", e);
    }
  }

  /// Stops PostgreSQL and lets go of the data directory. Connections that are open are ended, what they had not committed is
  /// rolled back.
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    try {
      watcher.interrupt();
      watcher.join();
      endProcess();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the pipe ends with us, and PostgreSQL with the pipe
    } finally {
      state = new SupervisorState.Stopped();
      lock.close();
    }
  }
}
