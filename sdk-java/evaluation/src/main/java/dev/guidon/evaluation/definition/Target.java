// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list of targeting keys of one context kind (null: `user`) that get one variation.
public record Target(
    @Nullable String contextKind, List<String> values, @Nullable String variation) {

  public Target {
    values = List.copyOf(values);
  }
}
