// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.snapshot;

import dev.guidon.server.platform.MonotonicClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of commits by `LISTEN`, on a connection of its own.
///
/// What it hears is a hint: whoever follows the log polls anyway. A connection can die without a word and a pooler can
/// swallow notifications, so the listener sends itself one now and then and connects anew when it does not arrive.
final class HeadListener implements AutoCloseable {

  static final String CHANNEL = "guidon_head";

  private static final Logger log = LoggerFactory.getLogger(HeadListener.class);
  private static final String PROBE = "probe ";
  private static final int WAIT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 5_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /// Opens a connection that nobody else uses.
  interface Connections {
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final Runnable hint;
  private final LongConsumer news;
  private final MonotonicClock clock;
  private final Duration probeEvery;
  private final Duration echoWithin;
  private final String probe = PROBE + UUID.randomUUID();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean listening;
  private volatile @Nullable Connection current;
  private boolean failing;

  /// @param hint called when something may have been missed
  /// @param news called with the number of the log's newest entry after each commit
  HeadListener(
      Connections connections,
      Runnable hint,
      LongConsumer news,
      MonotonicClock clock,
      Duration probeEvery,
      Duration echoWithin) {
    this.connections = connections;
    this.hint = hint;
    this.news = news;
    this.clock = clock;
    this.probeEvery = probeEvery;
    this.echoWithin = echoWithin;
    this.thread = Thread.ofPlatform().name("guidon-head-listener").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Whether notifications are expected to arrive now.
  boolean isListening() {
    return listening;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection open = current;
    if (open != null) {
      // From here, because the thread may be inside the driver, which does not notice an interrupt.
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("The listener's connection could not be aborted", e);
      }
    }
  }

  private void run() {
    while (!closed) {
      try (Connection connection = connections.open()) {
        current = connection;
        listen(connection);
      } catch (SQLException e) {
        if (!closed && !failing) {
          failing = true;
          log.warn(
              "Changes of other nodes are seen by polling only, within a second: {}",
              e.getMessage());
        }
      } finally {
        listening = false;
        current = null;
      }
      pause();
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    // Whatever was committed before this moment was not heard.
    hint.run();
    PGConnection notifications = connection.unwrap(PGConnection.class);
    long probedAt = sendProbe(connection);
    boolean echoed = false;
    while (!closed) {
      for (PGNotification notification : notifications.getNotifications(WAIT_MILLIS)) {
        if (notification.getParameter().equals(probe)) {
          echoed = true;
          heard();
        } else if (!notification.getParameter().startsWith(PROBE)) {
          tell(notification.getParameter());
        }
      }
      long sinceProbe = clock.nanos() - probedAt;
      if (!echoed && sinceProbe >= echoWithin.toNanos()) {
        throw new SQLException("a notification sent to oneself did not arrive");
      }
      if (sinceProbe >= probeEvery.toNanos()) {
        probedAt = sendProbe(connection);
        echoed = false;
      }
    }
  }

  private void tell(String committed) {
    try {
      news.accept(Long.parseLong(committed));
    } catch (NumberFormatException e) {
      log.debug("A notification was not one of ours: {}", committed, e);
      hint.run();
    }
  }

  private void heard() {
    listening = true;
    if (failing) {
      failing = false;
      log.info("Changes of other nodes are heard of at once again");
    }
  }

  private long sendProbe(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      statement.setString(1, CHANNEL);
      statement.setString(2, probe);
      statement.execute();
    }
    return clock.nanos();
  }

  private void pause() {
    if (closed) {
      return;
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
