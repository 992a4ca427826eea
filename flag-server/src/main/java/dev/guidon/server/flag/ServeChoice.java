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

  Serve definition() {
    return rollout == null ? new FixedVariation(variation) : rollout;
  }
}
