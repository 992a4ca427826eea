// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.definition.FlagType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One flag's rendered answers, found by the identity of the evaluation.
///
/// Threads share it without a lock: two that add at once lose one answer, which is then rendered again.
final class FlagAnswers {

  // A flag of 200 rules and 100 variations stays below; beyond it, looking costs more than
  // rendering.
  private static final int MANY = 256;

  private final String flagKey;
  private final @Nullable FlagType type;
  private volatile Rendered[] rendered = {};

  @SuppressWarnings("ArrayRecordComponent") // handed to the network, never compared
  private record Rendered(Evaluation evaluation, byte[] answer) {}

  FlagAnswers(String flagKey, @Nullable FlagType type) {
    this.flagKey = flagKey;
    this.type = type;
  }

  String flagKey() {
    return flagKey;
  }

  @SuppressWarnings(
      "ReferenceEquality") // a snapshot makes each evaluation once; comparing contents costs more
  byte[] of(Evaluation evaluation) {
    Rendered[] known = rendered;
    for (Rendered candidate : known) {
      if (candidate.evaluation == evaluation) {
        return candidate.answer;
      }
    }
    byte[] answer = OfrepJson.answer(flagKey, type, evaluation);
    if (known.length < MANY) {
      Rendered[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = new Rendered(evaluation, answer);
      rendered = more;
    }
    return answer;
  }
}
