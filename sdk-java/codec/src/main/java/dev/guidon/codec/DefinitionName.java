// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static java.util.Objects.requireNonNull;

/// What a definition goes by in its environment. A targeting goes by the key of its flag.
public record DefinitionName(DefinitionKind kind, String key) {

  public DefinitionName {
    requireNonNull(kind, "kind");
    requireNonNull(key, "key");
  }
}
