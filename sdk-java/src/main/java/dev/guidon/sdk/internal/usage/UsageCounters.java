// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.proto.usage.v1.UsageCount;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How often each flag served which variation for which kind of reason.
///
/// Evaluations exist beforehand, one for each answer that a compiled flag can give. So a table by the identity of the
/// evaluation (and the flag, since flags share errors) finds the counter without looking at what is in either. The table
/// only remembers: an entry that gets lost between threads is made again, while counts only ever grow.
public final class UsageCounters {

  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Entry[].class);

  private static final int SMALLEST_TABLE = 64;

  /// More evaluations than an environment has, unless something makes new ones all the time.
  private static final int LARGEST_TABLE = 1 << 19;

  /// How many flags that nobody defined are counted by name.
  private static final int UNKNOWN_FLAGS = 1_000;

  private final ConcurrentHashMap<Answer, UsageCounter> counters = new ConcurrentHashMap<>();
  private final AtomicInteger unknownFlags = new AtomicInteger();
  private final AtomicInteger entryCount = new AtomicInteger();

  /// At most half full; its length is a power of two. Collisions go to the next free element.
  private volatile @Nullable Entry[] table = new Entry[SMALLEST_TABLE];

  /// What is counted apart.
  private record Answer(String flag, String variation, String reason) {

    static Answer of(String flagKey, Evaluation evaluation) {
      String variation = evaluation.variationKey();
      Reason reason = evaluation.reason();
      return new Answer(
          flagKey,
          variation == null ? "" : variation,
          reason instanceof EvaluationError error ? error.error().name() : reason.kind());
    }

    boolean isOfNoFlag() {
      return reason.equals(ErrorKind.FLAG_NOT_FOUND.name())
          || reason.equals(ErrorKind.NOT_READY.name());
    }
  }

  /// All fields are final, so whoever sees an entry sees it whole.
  private record Entry(Evaluation evaluation, String flagKey, UsageCounter counter) {

    @SuppressWarnings("ReferenceEquality") // identity is the point
    boolean isOf(Evaluation other, String otherFlagKey) {
      return evaluation == other && flagKey.equals(otherFlagKey);
    }
  }

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  public void count(String flagKey, Evaluation evaluation) {
    @Nullable Entry[] current = table;
    int mask = current.length - 1;
    int first = hash(flagKey, evaluation);
    for (int step = 0; step <= mask; step++) {
      Entry entry = current[(first + step) & mask];
      if (entry == null) {
        break;
      }
      if (entry.isOf(evaluation, flagKey)) {
        entry.counter.increment();
        return;
      }
    }
    countFirst(flagKey, evaluation);
  }

  private static int hash(String flagKey, Evaluation evaluation) {
    int hash = (System.identityHashCode(evaluation) ^ flagKey.hashCode()) * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  private void countFirst(String flagKey, Evaluation evaluation) {
    UsageCounter counter = counterOf(Answer.of(flagKey, evaluation));
    if (counter == null) {
      return;
    }
    counter.increment();
    remember(new Entry(evaluation, flagKey, counter));
  }

  /// Null for one made-up flag too many.
  private @Nullable UsageCounter counterOf(Answer answer) {
    UsageCounter known = counters.get(answer);
    if (known != null) {
      return known;
    }
    if (answer.isOfNoFlag() && unknownFlags.incrementAndGet() > UNKNOWN_FLAGS) {
      unknownFlags.decrementAndGet();
      return null;
    }
    return counters.computeIfAbsent(answer, any -> new UsageCounter());
  }

  private void remember(Entry entry) {
    @Nullable Entry[] current = table;
    if (entryCount.incrementAndGet() > current.length / 2) {
      current = current.length >= LARGEST_TABLE ? new Entry[SMALLEST_TABLE] : enlarged(current);
      entryCount.set(countOf(current) + 1);
      table = current;
    }
    insert(current, entry);
  }

  private static @Nullable Entry[] enlarged(@Nullable Entry[] current) {
    @Nullable Entry[] larger = new Entry[2 * current.length];
    for (Entry entry : current) {
      if (entry != null) {
        insert(larger, entry);
      }
    }
    return larger;
  }

  private static int countOf(@Nullable Entry[] entries) {
    int count = 0;
    for (Entry entry : entries) {
      if (entry != null) {
        count++;
      }
    }
    return count;
  }

  private static void insert(@Nullable Entry[] entries, Entry entry) {
    int mask = entries.length - 1;
    int first = hash(entry.flagKey, entry.evaluation);
    for (int step = 0; step <= mask; step++) {
      int i = (first + step) & mask;
      if (entries[i] == null && ELEMENT.compareAndSet(entries, i, null, entry)) {
        return;
      }
    }
  }

  /// These flags were compiled anew, so the evaluations they gave are not given again. The counts stay.
  public void forgetEvaluations(Set<String> flagKeys) {
    @Nullable Entry[] current = table;
    @Nullable Entry[] kept = new Entry[current.length];
    for (Entry entry : current) {
      if (entry != null && !flagKeys.contains(entry.flagKey)) {
        insert(kept, entry);
      }
    }
    entryCount.set(countOf(kept));
    table = kept;
  }

  /// What was counted since the last call, at most so many combinations; the others come with the next call. To be
  /// called by one thread at a time.
  List<UsageCount> take(int limit) {
    List<UsageCount> counts = new ArrayList<>();
    Iterator<Map.Entry<Answer, UsageCounter>> all = counters.entrySet().iterator();
    while (all.hasNext() && counts.size() < limit) {
      Map.Entry<Answer, UsageCounter> next = all.next();
      long added = next.getValue().take();
      if (added > 0) {
        counts.add(
            UsageCount.newBuilder()
                .setFlag(next.getKey().flag())
                .setVariation(next.getKey().variation())
                .setReason(next.getKey().reason())
                .setCount(added)
                .build());
      }
    }
    return counts;
  }
}
