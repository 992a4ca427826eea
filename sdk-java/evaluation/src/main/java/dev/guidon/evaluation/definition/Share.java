// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of contexts that a rule applies to: those whose bucket lies below `weight`.
///
/// @param contextKind null: `user`
/// @param bucketBy attributes, the first with a text form counts; empty: the targeting key
/// @param weight 0 to 100,000, in thousandths of a percent
public record Share(
    @Nullable String contextKind,
    List<String> bucketBy,
    @Nullable String salt,
    @Nullable String algorithm,
    @Nullable Integer weight) {

  public Share {
    bucketBy = List.copyOf(bucketBy);
  }
}
