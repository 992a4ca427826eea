// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// New weights for one rollout of a targeting.
///
/// @param rule the id of the rule whose rollout is meant; left out for the fallthrough's
/// @param weights by variation, in thousandths of a percent; all make 100,000
record WeightsRequest(@Nullable String rule, Map<String, Integer> weights) {

  RolloutEdit edit() {
    return new RolloutEdit(rule, weights, false);
  }
}
