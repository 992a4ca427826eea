// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static dev.guidon.sdk.TestDefinitions.booleanFlag;
import static dev.guidon.sdk.TestDefinitions.flagOf;
import static dev.guidon.sdk.TestDefinitions.object;
import static dev.guidon.sdk.TestDefinitions.off;
import static dev.guidon.sdk.TestDefinitions.requiring;
import static dev.guidon.sdk.TestDefinitions.serving;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.proto.sync.v1.NackCode;
import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageCount;
import dev.guidon.sdk.internal.sync.Backoff;
import dev.guidon.sdk.internal.sync.SyncTiming;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole client with a server on a real port.
class GuidonClientTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final EvaluationContext USER = EvaluationContext.of("user-1");

  /// Impatient, as programs need not be.
  private static final SyncTiming QUICK =
      SyncTiming.DEFAULT.withReconnect(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));

  private final FakeFlagServer server = FakeFlagServer.start();

  @AfterEach
  void stopServer() {
    server.close();
  }

  private GuidonClient readyClient() {
    GuidonClient client = server.clientBuilder().timing(QUICK).build();
    assertThat(client.awaitReady(LONG)).isTrue();
    return client;
  }

  @Test
  void changeReachesTheClient() {
    server.put(object(booleanFlag("checkout"), 1), object(off("checkout", "off"), 1));
    try (GuidonClient client = readyClient()) {
      assertThat(client.isEnabled("checkout", USER, true)).isFalse();

      server.put(object(serving("checkout", "on"), 2));

      await().atMost(LONG).until(() -> client.isEnabled("checkout", USER, false));
      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(server.acks())
                  .last()
                  .returns(server.state().revision(), ack -> ack.getRevision())
                  .returns(TestFrames.bytesOf(server.state().digest()), ack -> ack.getDigest()));
    }
  }

  @Test
  void deletedFlagGivesTheDefaultValue() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      server.delete(
          new DefinitionName(DefinitionKind.FLAG, "a"),
          new DefinitionName(DefinitionKind.TARGETING, "a"));

      await().atMost(LONG).until(() -> client.flagKeys().isEmpty());
      assertThat(client.isEnabledDetails("a", USER, false).error())
          .isEqualTo(ErrorKind.FLAG_NOT_FOUND);
    }
  }

  @Test
  void gettersGoByTheTypeOfTheFlag() {
    server.put(
        object(booleanFlag("bool"), 1),
        object(serving("bool", "on"), 1),
        object(flagOf("string", FlagType.STRING, Value.of("text")), 1),
        object(serving("string", "value"), 1),
        object(flagOf("integer", FlagType.INTEGER, Value.of(7)), 1),
        object(serving("integer", "value"), 1),
        object(flagOf("big", FlagType.INTEGER, Value.of(4_294_967_296.0)), 1),
        object(serving("big", "value"), 1),
        object(flagOf("number", FlagType.NUMBER, Value.of(0.5)), 1),
        object(serving("number", "value"), 1),
        object(flagOf("whole", FlagType.NUMBER, Value.of(3)), 1),
        object(serving("whole", "value"), 1),
        object(flagOf("json", FlagType.JSON, Value.TRUE), 1),
        object(serving("json", "value"), 1));
    try (GuidonClient client = readyClient()) {
      assertThat(client.isEnabled("bool", USER, false)).isTrue();
      assertThat(client.getString("string", USER, "")).isEqualTo("text");
      assertThat(client.getInteger("integer", USER, 0)).isEqualTo(7);
      assertThat(client.getInt("integer", USER, 0)).isEqualTo(7);
      assertThat(client.getNumber("integer", USER, 0)).isEqualTo(7.0);
      assertThat(client.getInteger("big", USER, 0)).isEqualTo(4_294_967_296L);
      assertThat(client.getNumber("number", USER, 0)).isEqualTo(0.5);
      assertThat(client.getInteger("whole", USER, 0)).isEqualTo(3);
      assertThat(client.getJson("json", USER, Value.NULL)).isEqualTo(Value.TRUE);

      assertThat(client.getIntDetails("big", USER, 9))
          .returns(9, EvaluationDetails::value)
          .returns(null, EvaluationDetails::variation)
          .returns(ErrorKind.TYPE_MISMATCH, EvaluationDetails::error);
      assertThat(client.getIntegerDetails("number", USER, 9).error())
          .isEqualTo(ErrorKind.TYPE_MISMATCH);
      assertThat(client.isEnabledDetails("json", USER, false).error())
          .isEqualTo(ErrorKind.TYPE_MISMATCH);
      assertThat(client.getJsonDetails("string", USER, Value.NULL).error())
          .isEqualTo(ErrorKind.TYPE_MISMATCH);
      assertThat(client.getStringDetails("json", USER, "d").value()).isEqualTo("d");
    }
  }

  @Test
  void detailsSayHowTheValueCameAbout() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      EvaluationDetails<Boolean> details = client.isEnabledDetails("a", USER, false);

      assertThat(details.value()).isTrue();
      assertThat(details.variation()).isEqualTo("on");
      assertThat(details.reason()).isEqualTo(new Reason.Fallthrough(false, false));
      assertThat(details.error()).isNull();
      assertThat(details.revision()).isEqualTo(server.state().revision());
      assertThat(details.source()).isEqualTo(DataSource.STREAM);
      assertThat(details.age()).isBetween(Duration.ZERO, LONG);
    }
  }

  @Test
  void withoutServerGettersGiveTheDefaultValueAtOnce() {
    server.stop();
    try (GuidonClient client = server.clientBuilder().timing(QUICK).build()) {
      assertThat(client.isEnabled("a", USER, true)).isTrue();
      assertThat(client.getStringDetails("a", USER, "d"))
          .returns("d", EvaluationDetails::value)
          .returns(ErrorKind.NOT_READY, EvaluationDetails::error);
      assertThat(client.awaitReady(Duration.ofMillis(50))).isFalse();
      assertThat(client.status().source()).isEqualTo(DataSource.NONE);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // callers in other languages, and careless ones
  void nullGivesTheDefaultValue() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      assertThat(client.isEnabledDetails("a", null, true).error())
          .isEqualTo(ErrorKind.INVALID_CONTEXT);
      assertThat(client.isEnabledDetails(null, USER, true).error())
          .isEqualTo(ErrorKind.FLAG_NOT_FOUND);
    }
  }

  @Test
  void listenersHearOfAffectedFlagsInOrderFromOneThread() throws InterruptedException {
    server.put(
        object(booleanFlag("base"), 1),
        object(serving("base", "on"), 1),
        object(booleanFlag("dependant"), 1),
        object(requiring("dependant", "base"), 1),
        object(booleanFlag("other"), 1),
        object(serving("other", "on"), 1));
    try (GuidonClient client = readyClient()) {
      List<FlagChange> changes = new CopyOnWriteArrayList<>();
      Set<Thread> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
      client.onFlagChange(change -> {
        threads.add(Thread.currentThread());
        changes.add(change);
        throw new IllegalStateException("a listener that fails");
      });
      var unused = client.onFlagChange(changes::add);

      server.put(object(serving("base", "off"), 2));
      await().atMost(LONG).until(() -> changes.size() == 2);
      server.put(object(off("other", "off"), 2));
      await().atMost(LONG).until(() -> changes.size() == 4);

      assertThat(changes.get(0).flagKeys()).containsExactlyInAnyOrder("base", "dependant");
      assertThat(changes.get(2).flagKeys()).containsExactly("other");
      assertThat(changes.get(2).revision()).isEqualTo(server.state().revision());
      assertThat(threads).hasSize(1);
    }
  }

  @Test
  void listenerThatFailsWithAnErrorIsCalledAgainAndSoAreTheOthers() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      List<FlagChange> failing = new CopyOnWriteArrayList<>();
      List<FlagChange> other = new CopyOnWriteArrayList<>();
      client.onFlagChange(change -> {
        failing.add(change);
        throw new NoClassDefFoundError("missing");
      });
      client.onFlagChange(other::add);

      server.put(object(off("a", "off"), 2));
      await().atMost(LONG).until(() -> other.size() == 1);
      server.put(object(serving("a", "on"), 3));
      await().atMost(LONG).until(() -> other.size() == 2);

      assertThat(failing).hasSize(2);
    }
  }

  @Test
  void longestWaitIsNoMistake() {
    GuidonClient client = readyClient();

    assertThat(client.awaitReady(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    assertThat(client.awaitReady(Duration.ofSeconds(Long.MIN_VALUE))).isTrue();

    client.close();
  }

  @Test
  void closedSubscriptionHearsNothing() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      List<FlagChange> ended = new CopyOnWriteArrayList<>();
      List<FlagChange> going = new CopyOnWriteArrayList<>();
      Subscription subscription = client.onFlagChange(ended::add);
      client.onFlagChange(going::add);
      subscription.close();
      subscription.close();

      server.put(object(off("a", "off"), 2));

      await().atMost(LONG).until(() -> !going.isEmpty());
      assertThat(ended).isEmpty();
    }
  }

  @Test
  void slowListenerHearsOnceOfAllThatChangedMeanwhile() throws InterruptedException {
    server.put(object(booleanFlag("a"), 1), object(booleanFlag("b"), 1));
    try (GuidonClient client = readyClient()) {
      var blocked = new CountDownLatch(1);
      List<FlagChange> changes = new CopyOnWriteArrayList<>();
      client.onFlagChange(change -> {
        changes.add(change);
        try {
          blocked.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });

      server.put(object(serving("a", "on"), 1));
      await().atMost(LONG).until(() -> changes.size() == 1);
      for (int version = 2; version < 50; version++) {
        server.put(object(serving("a", version % 2 == 0 ? "on" : "off"), version));
      }
      server.put(object(serving("b", "on"), 1));
      await().atMost(LONG).until(() -> client.status().revision() == server.state().revision());
      blocked.countDown();

      await().atMost(LONG).until(() -> changes.size() == 2);
      assertThat(changes.get(1).flagKeys()).containsExactlyInAnyOrder("a", "b");
      assertThat(changes.get(1).revision()).isEqualTo(server.state().revision());
    }
  }

  @Test
  void clientComesBackByItselfWhenTheServerDoes() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      server.stop();
      await().atMost(LONG).until(() -> client.status().connection() == ConnectionState.CONNECTING);
      assertThat(client.isEnabled("a", USER, false)).isTrue();
      server.putSilently(object(off("a", "off"), 2));

      server.startAgain();

      await().atMost(LONG).until(() -> !client.isEnabled("a", USER, true));
      assertThat(client.status().connection()).isEqualTo(ConnectionState.CONNECTED);
      assertThat(client.status().lastError()).isNull();
    }
  }

  /// A connection that is up says nothing about the stream on it.
  @Test
  void m08StreamThatEndsIsToldAlthoughTheConnectionStays() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      List<ClientStatus> heard = new CopyOnWriteArrayList<>();
      client.onStatusChange(heard::add);
      server.refuseStreams(true);

      server.endStreams();

      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(heard)
                  .last()
                  .returns(ConnectionState.CONNECTING, ClientStatus::connection)
                  .returns("UNAVAILABLE: ended by the test", ClientStatus::lastError));
      assertThat(client.status().connection()).isEqualTo(ConnectionState.CONNECTING);
      assertThat(client.isEnabled("a", USER, false)).isTrue();
    }
  }

  @Test
  void deltaThatIsNotWhatItsDigestSaysIsRefusedAndTheOldStateServed() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      long served = client.status().revision();
      server.refuseStreams(true);
      server.sendToAll(TestFrames.heartbeat(served, object(booleanFlag("wrong"), 1).digest(), 0));

      await().atMost(LONG).until(() -> !server.nacks().isEmpty());
      assertThat(server.nacks().get(0).getCode()).isEqualTo(NackCode.NACK_CODE_DIGEST_MISMATCH);
      assertThat(server.nacks().get(0).getRevision()).isEqualTo(served);
      assertThat(client.isEnabled("a", USER, false)).isTrue();

      server.refuseStreams(false);
      await().atMost(LONG).until(() -> client.status().connection() == ConnectionState.CONNECTED);
      assertThat(server.subscriptions())
          .last()
          .returns(true, subscribe -> subscribe.getEpoch().isEmpty());
    }
  }

  @Test
  void restoredBackupIsServedThoughItsRevisionIsLower() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      server.beginEpoch(2, object(booleanFlag("a"), 1), object(off("a", "off"), 1));
      server.endStreams();

      await().atMost(LONG).until(() -> !client.isEnabled("a", USER, true));
      assertThat(client.status().revision()).isEqualTo(1);
    }
  }

  @Test
  void epochFromBeforeIsNotServed() {
    server.beginEpoch(5, object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = readyClient()) {
      int subscriptions = server.subscriptions().size();
      server.beginEpoch(4, object(booleanFlag("a"), 1), object(off("a", "off"), 1));
      server.endStreams();

      await().atMost(LONG).until(() -> server.subscriptions().size() > subscriptions + 2);
      assertThat(client.isEnabled("a", USER, false)).isTrue();
      assertThat(client.status().lastError()).contains("epoch");
    }
  }

  @Test
  void nextRunServesTheCopyOnDiskUntilTheServerIsHeardFrom(@TempDir Path directory) {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = server.clientBuilder().cacheDirectory(directory).build()) {
      assertThat(client.awaitReady(LONG)).isTrue();
    }
    server.refuse(Status.UNAVAILABLE);

    try (GuidonClient client =
        server.clientBuilder().cacheDirectory(directory).timing(QUICK).build()) {
      assertThat(client.isEnabled("a", USER, false)).isTrue();
      assertThat(client.status())
          .returns(false, ClientStatus::ready)
          .returns(true, ClientStatus::stale)
          .returns(DataSource.FILE, ClientStatus::source)
          .returns(null, ClientStatus::age);
      int before = server.subscriptions().size();

      server.refuse(null);

      assertThat(client.awaitReady(LONG)).isTrue();
      assertThat(client.status())
          .returns(false, ClientStatus::stale)
          .returns(DataSource.STREAM, ClientStatus::source);
      assertThat(server.subscriptions().get(before).getRevision())
          .isEqualTo(server.state().revision());
    }
  }

  @Test
  void whatWasServedLastIsOnDiskAfterClose(@TempDir Path directory) throws Exception {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    GuidonClient client = server.clientBuilder().cacheDirectory(directory).build();
    assertThat(client.awaitReady(LONG)).isTrue();
    server.put(object(off("a", "off"), 2));
    await().atMost(LONG).until(() -> !client.isEnabled("a", USER, true));

    client.close();

    try (GuidonClient offline = GuidonClient.builder().offline(onlyFileIn(directory)).build()) {
      assertThat(offline.isEnabled("a", USER, true)).isFalse();
    }
  }

  private static Path onlyFileIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void offlineClientServesItsFile(@TempDir Path directory) throws Exception {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client = server.clientBuilder().cacheDirectory(directory).build()) {
      assertThat(client.awaitReady(LONG)).isTrue();
    }
    Path file = onlyFileIn(directory);

    try (GuidonClient offline = GuidonClient.builder().offline(file).build()) {
      assertThat(offline.awaitReady(Duration.ZERO)).isTrue();
      assertThat(offline.isEnabled("a", USER, false)).isTrue();
      assertThat(offline.status())
          .returns(ConnectionState.OFFLINE, ClientStatus::connection)
          .returns(DataSource.FILE, ClientStatus::source)
          .returns(server.state().revision(), ClientStatus::revision);
    }

    server.stop();
    try (GuidonClient bootstrapped = server.clientBuilder().bootstrapFile(file).build()) {
      assertThat(bootstrapped.isEnabled("a", USER, false)).isTrue();
      assertThat(bootstrapped.status().stale()).isTrue();
    }
  }

  @Test
  void withoutStreamsTheClientPolls() {
    server.refuseStreams(true);
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    SyncTiming timing = QUICK.withPolling(Duration.ofMillis(50), Duration.ofMillis(50));
    try (GuidonClient client = server.clientBuilder().timing(timing).build()) {
      assertThat(client.awaitReady(LONG)).isTrue();
      assertThat(client.status().source()).isEqualTo(DataSource.POLL);

      server.putSilently(object(off("a", "off"), 2));
      await().atMost(LONG).until(() -> !client.isEnabled("a", USER, true));

      server.refuseStreams(false);
      await().atMost(LONG).until(() -> client.status().source() == DataSource.STREAM);
      int fetches = server.fetches();
      server.put(object(serving("a", "on"), 3));
      await().atMost(LONG).until(() -> client.isEnabled("a", USER, false));
      assertThat(server.fetches()).isEqualTo(fetches);
    }
  }

  @Test
  void refusedKeyIsSaidAndTriedAgainLater() {
    server.refuse(Status.UNAUTHENTICATED.withDescription("revoked"));
    try (GuidonClient client = server.clientBuilder().timing(QUICK).build()) {
      await()
          .atMost(LONG)
          .until(() -> client.status().connection() == ConnectionState.UNAUTHORIZED);
      assertThat(client.status().lastError()).contains("revoked");
    }
  }

  @Test
  void dataThatWasNotConfirmedForTooLongIsStaleAndServed() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client =
        server.clientBuilder().timing(QUICK).staleAfter(Duration.ofMillis(100)).build()) {
      List<ClientStatus> heard = new CopyOnWriteArrayList<>();
      client.onStatusChange(heard::add);
      assertThat(client.awaitReady(LONG)).isTrue();

      await().atMost(LONG).until(() -> heard.stream().anyMatch(ClientStatus::stale));

      assertThat(client.status().stale()).isTrue();
      assertThat(client.isEnabled("a", USER, false)).isTrue();
      int before = heard.size();
      server.sendToAll(TestFrames.heartbeat(server.state().revision(), server.state().digest(), 0));
      await()
          .atMost(LONG)
          .until(() -> heard.stream().skip(before).anyMatch(status -> !status.stale()));
    }
  }

  @Test
  void usageIsReportedByFlagVariationAndReason() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    try (GuidonClient client =
        server.clientBuilder().usageInterval(Duration.ofMillis(50)).build()) {
      assertThat(client.awaitReady(LONG)).isTrue();
      for (int i = 0; i < 10; i++) {
        client.isEnabled("a", USER, false);
      }
      client.isEnabled("unknown", USER, false);
      client.getString("a", USER, "");

      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(server.reports())
                  .flatExtracting(ReportUsageRequest::getCountsList)
                  .containsExactlyInAnyOrder(
                      count("a", "on", "FALLTHROUGH", 10),
                      count("unknown", "", "FLAG_NOT_FOUND", 1),
                      count("a", "", "TYPE_MISMATCH", 1)));
      assertThat(server.reports())
          .allMatch(
              report -> report.getInstance().equals(server.subscriptions().get(0).getInstance()));
    }
  }

  @Test
  void whatWasCountedIsReportedAtClose() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    GuidonClient client = readyClient();
    client.isEnabled("a", USER, false);

    client.close();

    assertThat(server.reports())
        .flatExtracting(ReportUsageRequest::getCountsList)
        .containsExactly(count("a", "on", "FALLTHROUGH", 1));
  }

  private static UsageCount count(String flag, String variation, String reason, long count) {
    return UsageCount.newBuilder()
        .setFlag(flag)
        .setVariation(variation)
        .setReason(reason)
        .setCount(count)
        .build();
  }

  @Test
  void closedClientAnswersOnAndLeavesNoThread() {
    server.put(object(booleanFlag("a"), 1), object(serving("a", "on"), 1));
    GuidonClient client = readyClient();

    client.close();
    client.close();

    assertThat(client.isEnabled("a", USER, false)).isTrue();
    assertThat(client.status().connection()).isEqualTo(ConnectionState.CLOSED);
    assertThat(client.awaitReady(LONG)).isFalse();
    await().atMost(LONG).until(() -> ownThreads().isEmpty());
  }

  private static List<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("guidon-"))
        .toList();
  }
}
