// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.Rollout;
import dev.guidon.evaluation.definition.Serve;
import org.jspecify.annotations.Nullable;

/// What a rule or the fallthrough serves, as it is stored: one variation, or else a rollout.
public record ServeChoice(@Nullable String variation, @Nullable Rollout rollout) {

  static ServeChoice of(String variation) {
    return new ServeChoice(variation, null);
  }

  /// The one but for what weights decide, which is as in the other. What serves one variation is a rollout that has not begun.
  static @Nullable ServeChoice withAllocationOf(
      @Nullable ServeChoice one, @Nullable ServeChoice other) {
    if (one == null || other == null || one.rollout == null) {
      return one;
    }
    Rollout mine = one.rollout;
    if (other.rollout == null) {
      boolean begun = mine.contextKind() == null && mine.bucketBy().isEmpty();
      return begun ? other : one;
    }
    return new ServeChoice(
        one.variation,
        new Rollout(
            mine.contextKind(),
            mine.bucketBy(),
            mine.salt(),
            mine.algorithm(),
            other.rollout.allocation()));
  }

  Serve definition() {
    return rollout == null ? new FixedVariation(variation) : rollout;
  }
}
