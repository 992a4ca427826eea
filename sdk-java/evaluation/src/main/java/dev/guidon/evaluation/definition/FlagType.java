// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// What the values of a flag's variations are.
public enum FlagType {
  BOOLEAN("boolean"),
  STRING("string"),
  INTEGER("integer"),
  NUMBER("number"),
  JSON("json");

  private final String label;

  FlagType(String label) {
    this.label = label;
  }

  /// The name used in definitions, on the wire and over REST.
  public String label() {
    return label;
  }

  /// The type that has this name, or null.
  public static @Nullable FlagType labelled(@Nullable String label) {
    for (FlagType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    return null;
  }
}
