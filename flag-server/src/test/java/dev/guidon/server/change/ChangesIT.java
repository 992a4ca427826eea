// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guidon.audit.Actor;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.AuditVerification;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Via;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.Value;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.flag.Flag;
import dev.guidon.server.flag.FlagTargeting;
import dev.guidon.server.flag.FlagVariation;
import dev.guidon.server.flag.Purpose;
import dev.guidon.server.flag.ServeChoice;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshots;
import dev.guidon.server.snapshot.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangesIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static Changes changes;
  private static Transactions transactions;

  @BeforeAll
  static void createProject() {
    changes = server.bean(Changes.class);
    transactions = server.bean(Transactions.class);
    server.admin().post("/api/v1/projects", "{\"key\": \"shop\"}");
    for (String environment : List.of("staging", "production")) {
      server
          .admin()
          .post("/api/v1/projects/shop/environments", "{\"key\": \"" + environment + "\"}");
    }
  }

  @Test
  void aChangeThatFailsAtItsEndLeavesNoTrace() {
    create("doomed");
    String before = everything();

    assertThatThrownBy(() ->
            changes.commit(
                intent(),
                FlagTargeting.TYPE,
                change -> {
                  change.alongside(connection -> {
                    throw new IllegalStateException("the last step fails");
                  });
                  return turn(change, "doomed", true);
                }))
        .hasMessage("the last step fails");

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aRefusedChangeLeavesNoTrace() {
    create("refused");
    String before = everything();

    assertThatThrownBy(() ->
            changes.commit(
                intent(),
                FlagTargeting.TYPE,
                change -> {
                  EnvironmentScope environment = change.environment("shop", "production");
                  return change.put(
                      Versioned.unsaved(
                          FlagTargeting.TYPE.in(environment, "refused"), targeting(true, "on")),
                      targeting(true, "no-such-variation"));
                }))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo("definition-refused"));

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aFlagsChangeReachesEveryEnvironmentOfItsProjectAsOneRevision() {
    create("everywhere");

    List<Long> revisions =
        List.of("staging", "production").stream()
            .map(environment -> state(environment).revision())
            .toList();

    assertThat(revisions.getFirst()).isEqualTo(revisions.getLast());
    assertThat(state("staging").snapshot().flagKeys()).contains("everywhere");
    assertThat(state("production").snapshot().flagKeys()).contains("everywhere");
  }

  @Test
  void anEditedDescriptionSendsNothing() {
    create("described");
    EnvironmentState before = state("production");

    server
        .admin()
        .with("If-Match", "*")
        .patch("/api/v1/projects/shop/flags/described", "{\"description\": \"Words for people\"}");

    assertThat(state("production").revision()).isEqualTo(before.revision());
    assertThat(state("production").digest()).isEqualTo(before.digest());
  }

  @Test
  void manyWritersAtOnceLeaveNoGapAndWhatIsInMemoryIsWhatIsStored() throws Exception {
    for (int i = 0; i < 8; i++) {
      create("busy-" + i);
    }
    long before = head();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        String key = "busy-" + writer;
        writers.add(threads.submit(toggling(key, 50)));
      }
      for (Future<Long> writer : writers) {
        assertThat(writer.get()).isEqualTo(50L);
      }
    }

    assertThat(head()).isEqualTo(before + 400);
    for (String environment : List.of("staging", "production")) {
      assertThat(state(environment).digest()).isEqualTo(stored(environment).digest());
      assertThat(EnvironmentDigest.of(loggedDigest(environment)))
          .isEqualTo(state(environment).digest());
    }
    assertThat(transactions.read(server.bean(AuditLog.class)::verify))
        .isInstanceOf(AuditVerification.Intact.class);
  }

  @Test
  void ofChangesThatShareATransactionOneIsRefusedAndTheOthersAreMade() throws Exception {
    create("shared");

    List<Future<Long>> together =
        together(
            () -> turnedOn("shared"),
            () -> create("shared"),
            () -> create("shared-too"),
            () -> turnedOn("shared-too"));

    long first = together.get(0).get();
    assertThatThrownBy(together.get(1)::get)
        .hasCauseInstanceOf(ProblemException.class)
        .hasMessageContaining("key-taken");
    assertThat(together.get(2).get()).isEqualTo(first + 1);
    assertThat(together.get(3).get()).as("builds on the one before").isEqualTo(first + 2);
    assertThat(state("production").digest()).isEqualTo(stored("production").digest());
    assertThat(EnvironmentDigest.of(loggedDigest("production")))
        .isEqualTo(state("production").digest());
  }

  @Test
  void ofChangesThatShareATransactionOneFailsAndTheOthersAreMadeOnce() throws Exception {
    create("healthy");
    create("unhealthy");

    List<Future<Long>> together =
        together(
            () -> turnedOn("healthy"),
            () ->
                commit(change -> {
                  change.alongside(connection -> {
                    throw new IllegalStateException("the last step fails");
                  });
                  return turn(change, "unhealthy", true);
                }),
            () -> create("healthy-too"));

    long first = together.get(0).get();
    assertThatThrownBy(together.get(1)::get).hasMessageContaining("the last step fails");
    assertThat(together.get(2).get()).isEqualTo(first + 1);
    assertThat(head()).isEqualTo(first + 1);
    assertThat(state("production").digest()).isEqualTo(stored("production").digest());
    assertThat(transactions.read(server.bean(AuditLog.class)::verify))
        .isInstanceOf(AuditVerification.Intact.class);
  }

  /// Has changes wait until another one is made, so that they have their turn together.
  @SafeVarargs
  private static List<Future<Long>> together(Callable<Long>... writers) throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> first =
          threads.submit(() ->
              changes
                  .commit(
                      intent(),
                      Flag.TYPE,
                      change -> {
                        begun.countDown();
                        awaitUninterrupted(release);
                        return change.create(
                            Flag.TYPE.in(change.project("shop"), "awaited-" + change.head().seq()),
                            flag());
                      })
                  .revision());
      begun.await();
      List<Future<Long>> waiting = new ArrayList<>();
      for (Callable<Long> writer : writers) {
        waiting.add(threads.submit(writer));
        int count = waiting.size();
        await().until(() -> changes.waiting() == count);
      }
      release.countDown();
      first.get();
      return waiting;
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long turnedOn(String key) {
    return commit(change -> turn(change, key, true));
  }

  private static long commit(ChangeWork<FlagTargeting> work) {
    return changes.commit(intent(), FlagTargeting.TYPE, work).revision();
  }

  private static Callable<Long> toggling(String key, int times) {
    return () -> {
      long done = 0;
      for (int i = 0; i < times; i++) {
        boolean on = i % 2 == 0;
        if (changes.commit(intent(), FlagTargeting.TYPE, change -> turn(change, key, on)).receipt()
            != null) {
          done++;
        }
      }
      return done;
    };
  }

  private static Versioned<FlagTargeting> turn(Change change, String key, boolean on) {
    EnvironmentScope environment = change.environment("shop", "production");
    var ref = FlagTargeting.TYPE.in(environment, key);
    Versioned<FlagTargeting> before =
        change.find(ref).orElseGet(() -> Versioned.unsaved(ref, targeting(false, "on")));
    return change.put(before, targeting(on, "on"));
  }

  private static long create(String key) {
    return changes
        .commit(
            intent(),
            Flag.TYPE,
            change -> change.create(Flag.TYPE.in(change.project("shop"), key), flag()))
        .revision();
  }

  private static EnvironmentState state(String environment) {
    EnvironmentScope scope = server.bean(Definitions.class).environment("shop", environment);
    return server.bean(EnvironmentSnapshots.class).current(scope.id()).orElseThrow().state();
  }

  /// As somebody would compile it who reads the tables now.
  private static EnvironmentState stored(String environment) {
    EnvironmentScope scope = server.bean(Definitions.class).environment("shop", environment);
    return transactions.read(connection ->
        EnvironmentState.of(1, SnapshotReader.objects(connection, scope.project().id(), scope.id()))
            .state());
  }

  private static byte[] loggedDigest(String environment) {
    EnvironmentScope scope = server.bean(Definitions.class).environment("shop", environment);
    return transactions.read(connection ->
        Sql.one(
                connection,
                """
                SELECT revision.digest
                FROM environment_revision AS revision
                WHERE revision.environment_id = ?
                ORDER BY revision.seq DESC
                LIMIT 1
                """,
                row -> row.getBytes("digest"),
                scope.id())
            .orElseThrow());
  }

  private static long head() {
    return transactions.read(connection ->
        Sql.one(connection, "SELECT log_head.seq FROM log_head", row -> row.getLong("seq"))
            .orElseThrow());
  }

  /// How much there is of everything that a change writes.
  private static String everything() {
    return transactions.read(connection ->
        Sql.one(
                connection,
                """
                SELECT concat_ws(' ',
                  (SELECT log_head.seq FROM log_head),
                  (SELECT count(*) FROM definition),
                  (SELECT sum(definition.current_version) FROM definition),
                  (SELECT count(*) FROM definition_version),
                  (SELECT count(*) FROM environment_revision),
                  (SELECT count(*) FROM audit_entry),
                  (SELECT count(*) FROM idempotent_request)) AS everything
                """,
                row -> row.getString("everything"))
            .orElseThrow());
  }

  private static Flag flag() {
    return new Flag(
        "boolean",
        List.of(
            new FlagVariation("on", Value.TRUE, null), new FlagVariation("off", Value.FALSE, null)),
        Purpose.RELEASE,
        "A flag",
        "",
        List.of(),
        null,
        false,
        false,
        null,
        false);
  }

  private static FlagTargeting targeting(boolean on, String fallthrough) {
    return new FlagTargeting(
        on, "off", List.of(), List.of(), List.of(), new ServeChoice(fallthrough, null));
  }

  private static Intent intent() {
    return Intent.of(Actor.system("test"), Origin.within(Via.JOB), "");
  }
}
