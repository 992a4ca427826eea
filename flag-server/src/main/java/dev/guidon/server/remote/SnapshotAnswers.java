// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one snapshot answers over OFREP: one flag, or all that are not archived.
///
/// An answer depends on nothing but the evaluation, and a snapshot has few different ones for a flag, each made once. So
/// each is rendered once: a bulk answer is evaluated and then copied together.
final class SnapshotAnswers {

  private static final byte[] HEAD = "{\"flags\":[".getBytes(US_ASCII);
  private static final int FIRST_GUESS = 128;

  private final FlagSnapshot snapshot;
  private final FlagAnswers[] flags;
  private final Map<String, FlagAnswers> byKey;
  private final List<String> timeDependent;
  private final byte[] tail;
  private volatile int expectedSize;

  SnapshotAnswers(FlagSnapshot snapshot, long revision) {
    this.snapshot = snapshot;
    this.flags =
        snapshot.flagKeys().stream()
            .map(key -> new FlagAnswers(key, snapshot.flagType(key)))
            .toArray(FlagAnswers[]::new);
    this.byKey = HashMap.newHashMap(flags.length);
    for (FlagAnswers flag : flags) {
      byKey.put(flag.flagKey(), flag);
    }
    this.timeDependent = snapshot.flagKeys().stream().filter(snapshot::isTimeDependent).toList();
    this.tail = ("],\"metadata\":{\"revision\":" + revision + "}}").getBytes(US_ASCII);
    this.expectedSize = HEAD.length + FIRST_GUESS * flags.length + tail.length;
  }

  FlagSnapshot flags() {
    return snapshot;
  }

  /// Until when all answers for this context stay as they are, as far as time alone goes (epoch milliseconds).
  long nextChangeAfter(EvaluationContext context, long atEpochMillis) {
    long next = Long.MAX_VALUE;
    for (String flagKey : timeDependent) {
      next = Math.min(next, snapshot.nextChangeAfter(flagKey, context, atEpochMillis));
    }
    return next;
  }

  /// The body for one flag, whatever became of it.
  byte[] render(String flagKey, Evaluation evaluation) {
    FlagAnswers flag = byKey.get(flagKey);
    return flag == null ? OfrepJson.answer(flagKey, null, evaluation) : flag.of(evaluation);
  }

  /// The body for all flags, for a context that is valid.
  byte[] renderAll(EvaluationContext context, long atEpochMillis) {
    byte[] out = new byte[expectedSize];
    int size = append(HEAD, out, 0);
    for (int i = 0; i < flags.length; i++) {
      FlagAnswers flag = flags[i];
      byte[] answer = flag.of(snapshot.evaluate(flag.flagKey(), context, atEpochMillis));
      int needed = size + 1 + answer.length + tail.length;
      if (needed > out.length) {
        out = Arrays.copyOf(out, needed + needed / 4);
      }
      if (i > 0) {
        out[size++] = ',';
      }
      size = append(answer, out, size);
    }
    size = append(tail, out, size);
    expectedSize = size;
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private static int append(byte[] bytes, byte[] out, int at) {
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }
}
