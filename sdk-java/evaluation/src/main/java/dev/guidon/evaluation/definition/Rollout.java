// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variations split by bucketing.
///
/// @param contextKind null: `user`
/// @param bucketBy attributes, the first with a text form counts; empty: the targeting key
/// @param algorithm the name of the map from salt and value to a range, stored so that a new one moves nobody
public record Rollout(
    @Nullable String contextKind,
    List<String> bucketBy,
    @Nullable String salt,
    @Nullable String algorithm,
    @Nullable Allocation allocation)
    implements Serve {

  public Rollout {
    bucketBy = List.copyOf(bucketBy);
  }
}
