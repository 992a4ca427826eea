// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Value;
import dev.guidon.proto.usage.v1.ReportUsageRequest;
import dev.guidon.proto.usage.v1.UsageCount;
import dev.guidon.sdk.internal.sync.ClientIdentity;
import dev.guidon.sdk.internal.usage.UsageSender.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UsageReporterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Evaluation ON = served("on", new Reason.Off());

  private final UsageCounters counters = new UsageCounters();
  private final List<ReportUsageRequest> sent = new ArrayList<>();
  private Outcome outcome = Outcome.RECEIVED;
  private long now;

  private final UsageReporter reporter =
      new UsageReporter(
          counters,
          (report, patience) -> {
            sent.add(report);
            return outcome;
          },
          new ClientIdentity("test", "instance-1"),
          () -> now);

  private static Evaluation served(String variation, Reason reason) {
    return new Evaluation(Value.TRUE, variation, reason);
  }

  @Test
  void countsAreByFlagVariationAndKindOfReason() {
    counters.count("a", served("on", new Reason.RuleMatch("rule-1", false)));
    counters.count("a", served("on", new Reason.RuleMatch("rule-2", true)));
    counters.count("a", served("off", new Reason.RuleMatch("rule-1", false)));
    counters.count("a", new Evaluation(null, null, new Reason.Off()));
    counters.count("b", Evaluation.error(ErrorKind.MALFORMED_FLAG));
    now = 60_000;
    reporter.report(PATIENCE);

    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).getInstance()).isEqualTo("instance-1");
    assertThat(sent.get(0).getReport()).isEqualTo(1);
    assertThat(sent.get(0).getIntervalMillis()).isEqualTo(60_000);
    assertThat(sent.get(0).getCountsList())
        .containsExactlyInAnyOrder(
            count("a", "on", "RULE_MATCH", 2),
            count("a", "off", "RULE_MATCH", 1),
            count("a", "", "OFF", 1),
            count("b", "", "MALFORMED_FLAG", 1));
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
  void nothingCountedIsNotReported() {
    reporter.report(PATIENCE);
    assertThat(sent).isEmpty();

    counters.count("a", ON);
    reporter.report(PATIENCE);
    reporter.report(PATIENCE);
    assertThat(sent).hasSize(1);
  }

  @Test
  void reportThatMayNotHaveArrivedIsSentAgainAsItWas() {
    counters.count("a", ON);
    outcome = Outcome.UNKNOWN;
    reporter.report(PATIENCE);
    counters.count("a", ON);
    counters.count("a", ON);
    reporter.report(PATIENCE);
    outcome = Outcome.RECEIVED;
    reporter.report(PATIENCE);

    assertThat(sent).hasSize(4);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(sent.get(2)).isEqualTo(sent.get(0));
    assertThat(sent.get(3).getReport()).isEqualTo(2);
    assertThat(sent.get(3).getCountsList()).containsExactly(count("a", "on", "OFF", 2));
  }

  @Test
  void refusedReportIsNotSentForEver() {
    counters.count("a", ON);
    outcome = Outcome.REFUSED;
    reporter.report(PATIENCE);
    outcome = Outcome.RECEIVED;
    counters.count("b", ON);
    reporter.report(PATIENCE);

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).getCountsList()).containsExactly(count("b", "on", "OFF", 1));
  }

  @Test
  void manyCountsGoInSeveralReports() {
    for (int i = 0; i < 5_000; i++) {
      counters.count("flag-" + i, ON);
    }
    reporter.report(PATIENCE);

    assertThat(sent).hasSize(3);
    assertThat(sent).extracting(ReportUsageRequest::getReport).containsExactly(1L, 2L, 3L);
    assertThat(sent).allMatch(report -> report.getCountsCount() <= 2_000);
    assertThat(sent).flatExtracting(ReportUsageRequest::getCountsList).hasSize(5_000);
  }

  @Test
  void recompiledFlagKeepsItsCounts() {
    counters.count("a", ON);
    counters.forgetEvaluations(Set.of("a", "never-asked"));
    counters.count("a", served("on", new Reason.Off()));
    reporter.report(PATIENCE);

    assertThat(sent.get(0).getCountsList()).containsExactly(count("a", "on", "OFF", 2));
  }

  @Test
  void evaluationsThatAreNewEachTimeAreCountedWithoutEnd() {
    for (int i = 0; i < 10_000; i++) {
      counters.count("a", served("on", new Reason.Off()));
    }
    reporter.report(PATIENCE);

    assertThat(sent.get(0).getCountsList()).containsExactly(count("a", "on", "OFF", 10_000));
  }

  @Test
  void madeUpFlagsAreCountedUpToALimit() {
    Evaluation unknown = Evaluation.error(ErrorKind.FLAG_NOT_FOUND);
    for (int i = 0; i < 10_000; i++) {
      counters.count("made-up-" + i, unknown);
    }
    counters.count("real", ON);
    reporter.report(PATIENCE);

    assertThat(sent).flatExtracting(ReportUsageRequest::getCountsList).hasSize(1_001);
  }

  @Test
  void noCountIsLostOrDoubledAmongThreads() throws Exception {
    int threads = 4;
    int each = 200_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    var go = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      running.add(
          pool.submit(() -> {
            go.await();
            for (int i = 0; i < each; i++) {
              counters.count("flag-" + i % 3, ON);
              if (i % 1_000 == 0) {
                counters.forgetEvaluations(Set.of("flag-" + i % 3));
              }
            }
            return null;
          }));
    }
    go.countDown();
    while (!running.stream().allMatch(Future::isDone)) {
      reporter.report(PATIENCE);
    }
    for (Future<?> one : running) {
      one.get();
    }
    reporter.report(PATIENCE);
    pool.shutdown();

    long total =
        sent.stream()
            .flatMap(report -> report.getCountsList().stream())
            .mapToLong(UsageCount::getCount)
            .sum();
    assertThat(total).isEqualTo((long) threads * each);
  }
}
