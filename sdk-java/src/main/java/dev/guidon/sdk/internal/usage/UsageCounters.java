// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.proto.usage.v1.UsageCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How often each flag served which variation for which kind of reason.
///
/// Counts only ever grow; a report takes the difference to the one before. So nothing is lost when a report is, and
/// counting takes neither a lock nor memory, after the first time a flag gives an answer.
public final class UsageCounters {

  /// How many flags that nobody defined are counted by name.
  private static final int UNKNOWN_FLAGS = 1_000;

  private final ConcurrentHashMap<String, FlagUsage> flags = new ConcurrentHashMap<>();
  private final AtomicInteger unknownFlags = new AtomicInteger();

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  public void count(String flagKey, Evaluation evaluation) {
    FlagUsage usage = flags.get(flagKey);
    if (usage == null) {
      usage = add(flagKey, evaluation.reason());
    }
    if (usage != null) {
      usage.count(evaluation);
    }
  }

  private @Nullable FlagUsage add(String flagKey, Reason reason) {
    if (isOfNoFlag(reason) && unknownFlags.incrementAndGet() > UNKNOWN_FLAGS) {
      unknownFlags.decrementAndGet();
      return null;
    }
    return flags.computeIfAbsent(flagKey, key -> new FlagUsage());
  }

  private static boolean isOfNoFlag(Reason reason) {
    return reason instanceof EvaluationError error
        && (error.error() == ErrorKind.FLAG_NOT_FOUND || error.error() == ErrorKind.NOT_READY);
  }

  /// These flags were compiled anew, so the evaluations they gave are not given again. The counts stay.
  public void forgetEvaluations(Set<String> flagKeys) {
    for (String flagKey : flagKeys) {
      FlagUsage usage = flags.get(flagKey);
      if (usage != null) {
        usage.forgetEvaluations();
      }
    }
  }

  /// What was counted since the last call, at most so many combinations; the others come with the next call. To be
  /// called by one thread at a time.
  List<UsageCount> take(int limit) {
    List<UsageCount> counts = new ArrayList<>();
    flags.forEach((flagKey, usage) -> usage.take(flagKey, limit, counts));
    return counts;
  }
}
