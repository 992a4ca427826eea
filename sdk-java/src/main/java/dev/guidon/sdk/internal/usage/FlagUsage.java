// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.proto.usage.v1.UsageCount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The counts of one flag.
///
/// Evaluations exist beforehand, one for each answer that a compiled flag can give. So a handful of them, compared by
/// identity, finds the counter without looking at what is in them.
final class FlagUsage {

  private static final Slot[] NONE = {};

  /// More distinct evaluations than a flag gives between two changes, unless something makes new ones all the time.
  private static final int MAX_SLOTS = 128;

  private static final VarHandle SLOTS;

  static {
    try {
      SLOTS = MethodHandles.lookup().findVarHandle(FlagUsage.class, "slots", Slot[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Map<Answer, Counter> counters = new ConcurrentHashMap<>();
  private volatile Slot[] slots = NONE;

  /// What is counted apart.
  private record Answer(String variation, String reason) {

    static Answer of(Evaluation evaluation) {
      String variation = evaluation.variationKey();
      Reason reason = evaluation.reason();
      return new Answer(
          variation == null ? "" : variation,
          reason instanceof EvaluationError error ? error.error().name() : reason.kind());
    }
  }

  private record Slot(Evaluation evaluation, Counter counter) {}

  private static final class Counter extends LongAdder {
    private static final long serialVersionUID = 1L;

    /// Read and written by the reporting thread only.
    private long reported;
  }

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  @SuppressWarnings(
      "ReferenceEquality") // identity is the point: an equal evaluation gets a slot of its own
  void count(Evaluation evaluation) {
    for (Slot slot : slots) {
      if (slot.evaluation == evaluation) {
        slot.counter.increment();
        return;
      }
    }
    countFirst(evaluation);
  }

  private void countFirst(Evaluation evaluation) {
    Counter counter = counters.computeIfAbsent(Answer.of(evaluation), answer -> new Counter());
    counter.increment();
    Slot[] before = slots;
    if (before.length < MAX_SLOTS) {
      Slot[] after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = new Slot(evaluation, counter);
      // Whoever loses the race finds its slot the next time.
      SLOTS.compareAndSet(this, before, after);
    } else {
      forgetEvaluations();
    }
  }

  void forgetEvaluations() {
    slots = NONE;
  }

  void take(String flagKey, int limit, List<UsageCount> counts) {
    counters.forEach((answer, counter) -> {
      long total = counter.sum();
      if (total > counter.reported && counts.size() < limit) {
        counts.add(
            UsageCount.newBuilder()
                .setFlag(flagKey)
                .setVariation(answer.variation())
                .setReason(answer.reason())
                .setCount(total - counter.reported)
                .build());
        counter.reported = total;
      }
    });
  }
}
