// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import dev.guidon.evaluation.Value;
import org.jspecify.annotations.Nullable;

/// One of a flag's possible values. What is missing is reported when the flag is compiled.
public record FlagVariation(@Nullable String key, @Nullable Value value, @Nullable String name) {

  FlagVariation withValue(@Nullable Value other) {
    return new FlagVariation(key, other, name);
  }

  static FlagVariation of(String key, Value value) {
    return new FlagVariation(key, value, null);
  }
}
