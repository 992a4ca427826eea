// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rollout of a targeting that is to begin anew.
///
/// @param rule the id of the rule whose rollout is meant; left out for the fallthrough's
/// @param weights by variation, in thousandths of a percent; left out to keep them
record ReshuffleRequest(@Nullable String rule, @Nullable Map<String, Integer> weights) {

  RolloutEdit edit() {
    return new RolloutEdit(rule, weights, true);
  }
}
