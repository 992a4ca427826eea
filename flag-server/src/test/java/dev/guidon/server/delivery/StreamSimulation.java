// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.server.delivery.Ending.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Nodes, clients and a log in one thread, where what happens next is chance from a seed.
///
/// Changes are made; nodes learn of them late; connections fill up, break and deliver in part; clients hop between nodes,
/// fall silent, lose their data; nodes restart and forget their rings; the log is restored from a backup. Every client
/// checks each frame against the contract of the stream. At last everything heals, and all must agree.
final class StreamSimulation {

  private static final int NODES = 2;
  private static final int CLIENTS = 4;
  private static final int STEPS = 400;
  private static final int MOST_REVISIONS_IN_WINDOW = 60;
  private static final StreamRules RULES =
      new StreamRules(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          4,
          4_000);

  private final Random random;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private TestLog log = new TestLog();
  private long now = 1;
  private int applied;
  private int resumed;

  StreamSimulation(long seed) {
    random = new Random(seed);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node());
    }
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client());
    }
  }

  /// What happened, so that a test can tell that anything did.
  record Outcome(int revisionsApplied, int streamsResumed) {}

  Outcome run() {
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    heal();
    return new Outcome(applied, resumed);
  }

  private void step() {
    Node node = nodes.get(random.nextInt(NODES));
    Client client = clients.get(random.nextInt(CLIENTS));
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> change();
      case 4, 5, 6 -> node.follow(1 + random.nextInt(3));
      case 7 -> node.follow(Integer.MAX_VALUE);
      case 8 -> node.catchUpAtOnce();
      case 9 -> burst();
      case 10, 11, 12 -> client.connect(node);
      case 13, 14 -> client.disconnect();
      case 15, 16, 17, 18 -> client.read(1 + random.nextInt(4));
      case 19 -> client.room(random.nextInt(6));
      case 20 -> client.ping();
      case 21 -> pass(Duration.ofMillis(random.nextInt(20_000)));
      case 22 -> rarely(node::restart, client::loseData, this::restoreLog);
      case 23 -> node.snapshotPlaces = random.nextInt(3);
      default -> throw new IllegalStateException();
    }
    drainAll();
  }

  private void rarely(Runnable... happenings) {
    if (random.nextInt(4) == 0) {
      happenings[random.nextInt(happenings.length)].run();
    }
  }

  private void change() {
    String key = "flag-" + random.nextInt(6);
    if (random.nextInt(4) == 0) {
      log.delete(key);
    } else {
      log.put(key, "v" + random.nextInt(3) + "x".repeat(random.nextInt(300)));
    }
    log.skip(random.nextInt(3));
  }

  private void burst() {
    int count = random.nextInt(MOST_REVISIONS_IN_WINDOW + 20);
    for (int i = 0; i < count; i++) {
      change();
    }
  }

  private void restoreLog() {
    long head = log.head().number();
    log = log.restoredAt(head == 0 ? 0 : random.nextLong(head + 1));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void drainAll() {
    clients.forEach(Client::drain);
  }

  /// From here on nothing goes wrong: within a minute all clients are where the log is.
  private void heal() {
    nodes.forEach(node -> node.snapshotPlaces = 100);
    for (int second = 0; second < 60; second++) {
      nodes.forEach(node -> node.follow(Integer.MAX_VALUE));
      for (Client client : clients) {
        if (client.stream == null) {
          client.connect(nodes.get(random.nextInt(NODES)));
        }
        client.room(Integer.MAX_VALUE);
        client.drain();
        client.read(Integer.MAX_VALUE);
        client.ping();
      }
      pass(Duration.ofSeconds(1));
      drainAll();
    }
    for (Client client : clients) {
      assertThat(client.sdk.epoch()).isEqualTo(log.epoch());
      assertThat(client.sdk.revision()).isEqualTo(log.head().number());
      assertThat(client.sdk.digest()).isEqualTo(log.head().state().digest());
    }
    nodes.forEach(node -> assertThat(node.snapshotPlaces).as("places given back").isEqualTo(100));
  }

  /// A node that follows the log late.
  private final class Node implements StreamHost {

    private TestLog followed = log;
    private EnvironmentFeed feed = followed.feed();
    private int snapshotPlaces = 100;

    void follow(int atMost) {
      if (followed != log) {
        TestLog.Revision head = log.head();
        followed = log;
        feed.publish(log.epoch(), 0, head.state(), head.delta(), now);
        return;
      }
      log.after(feed.head().revision()).stream()
          .limit(atMost)
          .forEach(revision -> log.publish(revision, feed, now));
    }

    /// Learns of several changes as one, as a node does that was behind.
    void catchUpAtOnce() {
      EnvironmentFeed.Head head = feed.head();
      List<TestLog.Revision> missed = log.after(head.revision());
      if (followed == log && !missed.isEmpty()) {
        var delta =
            missed.stream()
                .map(TestLog.Revision::delta)
                .reduce(EnvironmentDelta.EMPTY, (one, next) -> one.then(next));
        feed.publish(log.epoch(), head.revision(), missed.getLast().state(), delta, now);
      }
    }

    void restart() {
      clients.stream().filter(client -> client.node == this).forEach(Client::disconnect);
      followed = log;
      feed = log.feed();
    }

    @Override
    public String node() {
      return "node";
    }

    @Override
    public boolean tryBeginSnapshot() {
      if (snapshotPlaces <= 0) {
        return false;
      }
      snapshotPlaces--;
      return true;
    }

    @Override
    public void endSnapshot() {
      snapshotPlaces++;
    }

    @Override
    public void catchUp() {
      if (random.nextBoolean()) {
        follow(Integer.MAX_VALUE);
      }
    }

    @Override
    public CompletableFuture<Optional<Update>> window(EnvironmentFeed asked, Held held) {
      Optional<Update> loaded = followed.window(held, MOST_REVISIONS_IN_WINDOW);
      return switch (random.nextInt(3)) {
        case 0 -> new CompletableFuture<Optional<Update>>(); // the database does not answer
        case 1 -> CompletableFuture.completedFuture(Optional.empty());
        default -> CompletableFuture.completedFuture(loaded);
      };
    }

    @Override
    public void acknowledged(Duration sincePublished) {
      assertThat(sincePublished).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Override
    public void alarm(EnvironmentFeed asked, String message) {
      assertThat(message).as("the only alarm that may be raised").contains("this node only");
    }
  }

  /// A client and its connection, if it has one.
  private final class Client {

    private final TestSdk sdk = new TestSdk();
    private @Nullable Node node;
    private @Nullable WatchStream stream;
    private TestTransport transport = new TestTransport();

    void connect(Node to) {
      if (stream != null) {
        disconnect();
      }
      node = to;
      transport = new TestTransport();
      stream = new WatchStream(to.feed, to, RULES, random.nextInt(5) == 0, random, () -> {}, now);
      if (sdk.epoch() != null) {
        resumed++;
      }
      sdk.connect();
      stream.receive(
          new ClientFrame.Subscribe(new Subscription(sdk.held(), "simulated", "client")), now);
    }

    /// What was under way is lost.
    void disconnect() {
      if (stream != null) {
        stream.abandon();
      }
      stream = null;
      node = null;
    }

    void loseData() {
      disconnect();
      sdk.forget();
    }

    void room(int frames) {
      transport.room(frames);
    }

    void ping() {
      if (stream != null && !stream.hasEnded()) {
        stream.receive(new ClientFrame.Ping(), now);
      }
    }

    void drain() {
      if (stream != null) {
        stream.drain(transport, now);
      }
    }

    void read(int atMost) {
      for (int i = 0; i < atMost && stream != null; i++) {
        ServerFrame frame = transport.take();
        if (frame == null) {
          break;
        }
        if (sdk.receive(frame)) {
          applied++;
          if (!stream.hasEnded()) {
            stream.receive(new ClientFrame.Ack(sdk.revision(), sdk.digest()), now);
            stream.drain(transport, now);
          }
        }
      }
      Ending ending = transport.ending();
      if (ending != null && stream != null) {
        assertThat(ending.cause())
            .isIn(Cause.DONE, Cause.BUSY, Cause.BEHIND, Cause.SILENT, Cause.STALLED);
        disconnect();
      }
    }
  }
}
