// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Set;

/// What a permission can ask of a flag.
///
/// @param purpose as in the API: `kill-switch`
public record FlagTraits(String key, Set<String> tags, String purpose) {

  public FlagTraits {
    tags = Set.copyOf(tags);
  }
}
