// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// Where the definitions of one environment at one revision are read, each when it is needed.
///
/// A snapshot keeps no definition, only this: whoever has them in another form, such as the bytes that were sent, need not hold them
/// twice. Each reading of a key gives an equal definition.
public interface Definitions {

  /// The flag, archived or not.
  @Nullable FlagDefinition flag(String key);

  @Nullable Targeting targeting(String flagKey);

  @Nullable SegmentDefinition segment(String key);
}
