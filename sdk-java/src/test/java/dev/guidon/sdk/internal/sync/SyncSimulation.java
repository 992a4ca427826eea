// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.SyncMode;
import dev.guidon.proto.sync.v1.WatchRequest;
import dev.guidon.sdk.TestDefinitions;
import dev.guidon.sdk.TestFrames;
import dev.guidon.sdk.internal.sync.Transport.StreamEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/// One run of a session in a made-up world: a log that is committed to, nodes that follow it, a network between them and
/// the client, and a clock that jumps from event to event. All of it follows from the seed.
final class SyncSimulation {

  private static final long CHAOS_MILLIS = 600_000;

  /// The longest that a frame is under way, and so the most that an age may be too young.
  private static final long MAX_DELAY_MILLIS = 2_000;

  /// A stream that died just before the trouble ended is given up after 45 s, and its successor may wait another 30.
  private static final long CONVERGENCE_MILLIS = 90_000;

  private static final int MAX_STEPS = 200_000;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");

  private final Random random;
  private final boolean verbose;
  private final Figures figures = new Figures();

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long eventCount;
  private boolean calm;

  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Commit> log = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  private int runs;
  private SyncSession session;
  private HeldState served;
  private HeldState onDisk;
  private SyncStatus status;
  private final Set<List<Object>> servedRevisions = new HashSet<>();

  /// How much happened.
  static final class Figures {
    long commits;
    long statesServed;
    long deltasServed;
    long nacks;
    long framesTamperedWith;
    long epochs;
    long fetches;
    long lateFrames;
    long clientRestarts;

    void add(Figures other) {
      commits += other.commits;
      statesServed += other.statesServed;
      deltasServed += other.deltasServed;
      nacks += other.nacks;
      framesTamperedWith += other.framesTamperedWith;
      epochs += other.epochs;
      fetches += other.fetches;
      lateFrames += other.lateFrames;
      clientRestarts += other.clientRestarts;
    }
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  /// What the log says: the truth that everything is compared with.
  private record Commit(
      int epoch, long at, long previous, EnvironmentDelta delta, EnvironmentState state) {
    long revision() {
      return state.revision();
    }
  }

  SyncSimulation(long seed, boolean verbose) {
    this.random = new Random(seed);
    this.verbose = verbose;
  }

  Figures figures() {
    return figures;
  }

  void run() {
    beginEpoch();
    for (int i = 0; i < 3; i++) {
      nodes.add(new Node(i));
    }
    scheduleCommits();
    scheduleTrouble();
    startClient(null);
    runUntil(CHAOS_MILLIS);

    calm = true;
    nodes.forEach(Node::recover);
    runUntil(now + CONVERGENCE_MILLIS);

    Commit head = head();
    assertThat(served.epoch()).isEqualTo(epochs.get(head.epoch));
    assertThat(served.revision()).as("after the trouble").isEqualTo(head.revision());
    assertThat(status.stale()).as("stale after the trouble").isFalse();
    session.close();
  }

  private void runUntil(long end) {
    for (int step = 0; step < MAX_STEPS; step++) {
      long nextEvent = events.isEmpty() ? Long.MAX_VALUE : events.peek().at;
      long nextTick = Math.max(now, session.nextTickAt());
      long next = Math.min(nextEvent, nextTick);
      if (next > end) {
        now = end;
        return;
      }
      now = next;
      if (nextEvent <= nextTick) {
        events.remove().action.run();
      } else {
        session.tick();
      }
      checkAge();
    }
    throw new AssertionError("the session is never at rest");
  }

  private void at(long delay, Runnable action) {
    events.add(new Event(now + delay, eventCount++, action));
  }

  private void say(String what) {
    if (verbose) {
      System.out.printf("%8d %s%n", now, what);
    }
  }

  // The log

  private Commit head() {
    return log.get(log.size() - 1);
  }

  /// As after restoring a backup: the state of some earlier revision, whose number is given out again.
  private void beginEpoch() {
    figures.epochs++;
    epochs.add(new Epoch(TestFrames.epoch(epochs.size() + 1)));
    List<DefinitionObject> objects = List.of();
    long revision = 1;
    if (!log.isEmpty()) {
      Commit restored = log.get(random.nextInt(log.size()));
      objects = List.copyOf(restored.state.objects());
      revision = restored.revision();
    }
    EnvironmentState state = EnvironmentState.of(revision, objects).state();
    log.add(new Commit(epochs.size() - 1, now, -1, EnvironmentDelta.EMPTY, state));
    say("epoch " + epochs.size() + " begins at revision " + revision);
  }

  private void scheduleCommits() {
    at(
        random.nextInt(20_000),
        () -> {
          if (!calm) {
            commit();
            scheduleCommits();
          }
        });
  }

  private void commit() {
    figures.commits++;
    Commit head = head();
    List<DefinitionObject> puts = new ArrayList<>();
    List<DefinitionName> deletes = new ArrayList<>();
    long version = log.size();
    String key = KEYS.get(random.nextInt(KEYS.size()));
    switch (random.nextInt(5)) {
      case 0 -> deletes.add(new DefinitionName(DefinitionKind.TARGETING, key));
      case 1 -> puts.add(TestDefinitions.object(TestDefinitions.off(key, "off"), version));
      case 2 ->
          puts.add(
              TestDefinitions.object(
                  TestDefinitions.requiring(key, KEYS.get(random.nextInt(KEYS.size()))), version));
      default -> {
        puts.add(TestDefinitions.object(TestDefinitions.booleanFlag(key), version));
        puts.add(TestDefinitions.object(TestDefinitions.serving(key, "on"), version));
      }
    }
    var delta = new EnvironmentDelta(puts, deletes);
    long revision = head.revision() + 1 + random.nextInt(3);
    EnvironmentState state = head.state.apply(delta, revision).state();
    log.add(new Commit(head.epoch, now, head.revision(), delta, state));
    say("commit " + revision + " of epoch " + (head.epoch + 1));
    nodes.forEach(Node::hearOfCommit);
  }

  private Commit truth(Epoch epoch, long revision) {
    for (Commit commit : log) {
      if (epochs.get(commit.epoch).equals(epoch) && commit.revision() == revision) {
        return commit;
      }
    }
    throw new AssertionError("revision " + revision + " of epoch " + epoch + " never was");
  }

  // What goes wrong

  private void scheduleTrouble() {
    at(
        random.nextInt(30_000),
        () -> {
          if (!calm) {
            trouble();
            scheduleTrouble();
          }
        });
  }

  private void trouble() {
    Node node = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(12)) {
      case 0 -> node.restart();
      case 1 -> node.sayGoodbye();
      case 2 -> node.pauseFor(random.nextInt(90_000));
      case 3 -> node.cutStreams();
      case 4 -> node.silenceStreams();
      case 5 -> node.refuseStreamsFor(random.nextInt(300_000));
      case 6, 7 -> node.tamper = random.nextInt(4);
      case 8 -> {
        if (random.nextInt(3) == 0) {
          beginEpoch();
          nodes.forEach(Node::hearOfCommit);
        }
      }
      case 9 -> restartClient();
      case 10 -> nodes.forEach(each -> each.refuseStreamsFor(random.nextInt(200_000)));
      default -> nodes.forEach(Node::restart);
    }
  }

  private void restartClient() {
    say("the client restarts");
    figures.clientRestarts++;
    session.close();
    // What was written last may not be what was served last.
    startClient(onDisk);
  }

  // The client

  private void startClient(HeldState restored) {
    served = restored;
    servedRevisions.clear();
    status = SyncStatus.before(restored);
    session =
        new SyncSession(
            new Network(),
            () -> now,
            new Random(random.nextLong()),
            SyncTiming.DEFAULT.withStaleAfter(Duration.ofSeconds(30)),
            new ClientIdentity("simulated", "1"),
            new Program(++runs));
    session.start(restored);
  }

  /// The part of the program that runs until the next restart.
  private final class Program implements SyncListener {
    private final int run;

    Program(int run) {
      this.run = run;
    }

    @Override
    public void onState(
        HeldState held, Set<String> affectedFlags, List<DefinitionProblem> problems) {
      assertThat(run).as("a closed session serves nothing").isEqualTo(runs);
      checkState(held);
    }

    @Override
    public void onStatus(SyncStatus changed) {
      if (run == runs) {
        status = changed;
      }
    }
  }

  private void checkState(HeldState held) {
    say("the client serves " + held.revision() + " of epoch " + held.epoch());
    figures.statesServed++;
    Commit truth = truth(held.epoch(), held.revision());
    assertThat(held.digest()).as("convergent").isEqualTo(truth.state.digest());
    assertThat(held.state().objects())
        .as("atomic")
        .containsExactlyInAnyOrderElementsOf(truth.state.objects());
    if (served != null) {
      int order = held.epoch().compareTo(served.epoch());
      assertThat(order).as("monotonic: epochs").isGreaterThanOrEqualTo(0);
      if (order == 0) {
        assertThat(held.revision())
            .as("monotonic: revisions")
            .isGreaterThanOrEqualTo(served.revision());
        if (truth.previous == served.revision()) {
          figures.deltasServed++;
        }
      }
    }
    assertThat(servedRevisions.add(List.of(held.epoch(), held.revision()))).as("unique").isTrue();
    served = held;
    if (random.nextInt(3) > 0) {
      onDisk = held;
    }
  }

  /// The client claims that nothing newer than what it serves was there when its data was confirmed.
  private void checkAge() {
    if (!status.synced()) {
      return;
    }
    long age = status.ageMillis() + now - status.confirmedAtMillis();
    long confirmed = now - age - MAX_DELAY_MILLIS;
    for (Commit commit : log) {
      int order = epochs.get(commit.epoch).compareTo(served.epoch());
      boolean newer = order > 0 || (order == 0 && commit.revision() > served.revision());
      if (newer) {
        assertThat(commit.at)
            .as("confirmed at %d, but %s is newer than %s", confirmed, commit, served)
            .isGreaterThan(confirmed);
        return;
      }
    }
  }

  // The network

  private final class Network implements Transport {
    @Override
    public Link watch(Subscribe subscribe, Listener listener) {
      return nodes.get(random.nextInt(nodes.size())).open(subscribe, listener, false);
    }

    @Override
    public Link fetch(Subscribe subscribe, Listener listener) {
      figures.fetches++;
      return nodes.get(random.nextInt(nodes.size())).open(subscribe, listener, true);
    }
  }

  /// One stream as the network sees it: in order, until it is cut or goes silent.
  private final class Wire implements Transport.Link {
    private final Node node;
    private final Transport.Listener listener;
    private final boolean once;
    private long deliveredUntil;
    private boolean silent;
    private boolean ended;
    private boolean clientDone;
    private int sentIndex = -1;

    Wire(Node node, Transport.Listener listener, boolean once) {
      this.node = node;
      this.listener = listener;
      this.once = once;
    }

    private long nextDelivery() {
      deliveredUntil = Math.max(deliveredUntil, now + random.nextInt((int) MAX_DELAY_MILLIS / 4));
      return deliveredUntil - now;
    }

    void deliver(ServerFrame frame) {
      if (ended) {
        return;
      }
      at(
          nextDelivery(),
          () -> {
            if (silent) {
              return;
            }
            if (clientDone) {
              figures.lateFrames++;
            }
            say("frame " + frame.getFrameCase());
            listener.onFrame(frame);
          });
    }

    void end(StreamEnd.Cause cause) {
      if (ended) {
        return;
      }
      ended = true;
      node.wires.remove(this);
      at(
          nextDelivery(),
          () -> {
            if (!silent) {
              listener.onEnd(new StreamEnd(cause, 0, "ended"));
            }
          });
    }

    @Override
    public void send(WatchRequest frame) {
      switch (frame.getFrameCase()) {
        case ACK -> {
          var ack = frame.getAck();
          assertThat(ack.getRevision()).as("acknowledged").isEqualTo(served.revision());
          assertThat(ack.getDigest()).isEqualTo(TestFrames.bytesOf(served.digest()));
        }
        case NACK -> {
          say("nack " + frame.getNack().getMessage());
          figures.nacks++;
        }
        default -> {}
      }
    }

    @Override
    public void finish() {
      clientDone = true;
      at(random.nextInt(200), () -> end(StreamEnd.Cause.COMPLETED));
    }

    @Override
    public void cancel() {
      clientDone = true;
      at(random.nextInt(200), () -> end(StreamEnd.Cause.UNAVAILABLE));
    }
  }

  // The nodes

  /// A node that keeps the contract, on a network that may not.
  private final class Node {
    private final int number;
    private final Set<Wire> wires = new HashSet<>();
    private int applied;
    private long confirmedAt;
    private long pausedUntil;
    private long refusingUntil;
    private int tamper;

    Node(int number) {
      this.number = number;
      heartbeat();
      poll();
    }

    private Commit appliedCommit() {
      return log.get(applied);
    }

    private long age() {
      return now - confirmedAt;
    }

    void hearOfCommit() {
      at(random.nextInt(1_500), this::catchUp);
    }

    private void poll() {
      at(
          1_000,
          () -> {
            catchUp();
            poll();
          });
    }

    private void catchUp() {
      if (now < pausedUntil) {
        return;
      }
      confirmedAt = now;
      if (applied == log.size() - 1) {
        return;
      }
      int epochBefore = appliedCommit().epoch;
      applied = log.size() - 1;
      if (appliedCommit().epoch != epochBefore) {
        restart();
        return;
      }
      for (Wire wire : List.copyOf(wires)) {
        if (!wire.once) {
          sendChanges(wire);
        }
      }
    }

    void recover() {
      pausedUntil = 0;
      refusingUntil = 0;
      tamper = 0;
      catchUp();
    }

    void restart() {
      say("node " + number + " restarts");
      cutStreams();
    }

    void cutStreams() {
      List.copyOf(wires).forEach(wire -> wire.end(StreamEnd.Cause.UNAVAILABLE));
    }

    void silenceStreams() {
      say("node " + number + " goes silent");
      for (Wire wire : wires) {
        wire.silent = true;
      }
    }

    void sayGoodbye() {
      for (Wire wire : List.copyOf(wires)) {
        send(wire, TestFrames.goodbye(random.nextInt(10_000)));
      }
    }

    void pauseFor(long millis) {
      say("node " + number + " lags for " + millis);
      pausedUntil = now + millis;
    }

    void refuseStreamsFor(long millis) {
      refusingUntil = now + millis;
      cutStreams();
    }

    private void heartbeat() {
      at(
          13_500 + random.nextInt(3_000),
          () -> {
            for (Wire wire : List.copyOf(wires)) {
              if (!wire.once && wire.sentIndex >= 0) {
                EnvironmentState sent = log.get(wire.sentIndex).state;
                long age = wire.sentIndex == applied ? age() : age() + 1;
                send(wire, TestFrames.heartbeat(sent.revision(), sent.digest(), age));
              }
            }
            heartbeat();
          });
    }

    Transport.Link open(Subscribe subscribe, Transport.Listener listener, boolean once) {
      var wire = new Wire(this, listener, once);
      wires.add(wire);
      if (random.nextInt(20) == 0 && !calm) {
        wire.silent = true;
      }
      at(
          random.nextInt(300),
          () -> {
            if (!once && now < refusingUntil) {
              wire.end(StreamEnd.Cause.UNAVAILABLE);
            } else {
              answer(wire, subscribe);
              if (once) {
                wire.end(StreamEnd.Cause.COMPLETED);
              }
            }
          });
      return wire;
    }

    private void answer(Wire wire, Subscribe subscribe) {
      if (wire.ended) {
        return;
      }
      Commit here = appliedCommit();
      ByteString epoch = epochs.get(here.epoch).bytes();
      int held = indexOf(subscribe);
      long head = here.revision();
      if (held == applied) {
        wire.sentIndex = applied;
        send(wire, TestFrames.hello(epoch, head, SyncMode.SYNC_MODE_CURRENT, age()));
      } else if (held >= 0 && held < applied && random.nextInt(4) > 0) {
        wire.sentIndex = held;
        send(wire, TestFrames.hello(epoch, head, SyncMode.SYNC_MODE_DELTA, age()));
        sendChanges(wire);
      } else if (held > applied && random.nextBoolean()) {
        // A node behind its client that says so and waits.
        wire.sentIndex = held;
        send(wire, TestFrames.hello(epoch, head, SyncMode.SYNC_MODE_CURRENT, age()));
      } else {
        wire.sentIndex = applied;
        send(wire, TestFrames.hello(epoch, head, SyncMode.SYNC_MODE_SNAPSHOT, age()));
        TestFrames.snapshot(here.state, age()).forEach(frame -> send(wire, frame));
      }
    }

    /// The log's index of what the client holds, or -1.
    private int indexOf(Subscribe subscribe) {
      for (int i = 0; i < log.size(); i++) {
        Commit commit = log.get(i);
        if (commit.epoch == appliedCommit().epoch
            && subscribe.getEpoch().equals(epochs.get(commit.epoch).bytes())
            && subscribe.getRevision() == commit.revision()
            && subscribe.getDigest().equals(TestFrames.bytesOf(commit.state.digest()))) {
          return i;
        }
      }
      return -1;
    }

    /// One delta for each commit, or one for all of them.
    private void sendChanges(Wire wire) {
      if (wire.sentIndex < 0 || wire.sentIndex >= applied) {
        return;
      }
      boolean merged = random.nextBoolean();
      EnvironmentDelta delta = EnvironmentDelta.EMPTY;
      long previous = log.get(wire.sentIndex).revision();
      for (int i = wire.sentIndex + 1; i <= applied; i++) {
        Commit commit = log.get(i);
        delta = delta.then(commit.delta);
        if (!merged || i == applied) {
          TestFrames.delta(previous, delta, commit.state, age())
              .forEach(frame -> send(wire, frame));
          previous = commit.revision();
          delta = EnvironmentDelta.EMPTY;
        }
      }
      wire.sentIndex = applied;
    }

    /// Puts a frame on the wire, now and then not as it was.
    private void send(Wire wire, ServerFrame frame) {
      if (tamper == 0 || calm || random.nextInt(4) > 0) {
        wire.deliver(frame);
        return;
      }
      figures.framesTamperedWith++;
      switch (tamper) {
        case 1 -> {
          wire.deliver(frame);
          wire.deliver(frame);
        }
        case 2 -> say("lost: " + frame.getFrameCase());
        default -> wire.deliver(truncated(frame));
      }
    }

    private ServerFrame truncated(ServerFrame frame) {
      say("truncated: " + frame.getFrameCase());
      return switch (frame.getFrameCase()) {
        case SNAPSHOT ->
            frame.toBuilder()
                .setSnapshot(
                    frame.getSnapshot().toBuilder().setBytes(half(frame.getSnapshot().getBytes())))
                .build();
        case DELTA ->
            frame.toBuilder()
                .setDelta(frame.getDelta().toBuilder().setBytes(half(frame.getDelta().getBytes())))
                .build();
        case HEARTBEAT ->
            frame.toBuilder()
                .setHeartbeat(frame.getHeartbeat().toBuilder().setDigest(ByteString.EMPTY))
                .build();
        case HELLO ->
            frame.toBuilder()
                .setHello(frame.getHello().toBuilder().setEpoch(ByteString.EMPTY))
                .build();
        default -> ServerFrame.getDefaultInstance();
      };
    }

    private ByteString half(ByteString bytes) {
      return bytes.substring(0, bytes.size() / 2);
    }
  }
}
