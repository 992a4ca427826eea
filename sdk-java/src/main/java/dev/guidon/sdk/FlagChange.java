// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import java.util.Set;

/// Flags whose answers may have changed: those edited, and all that depend on them or on an edited segment.
///
/// @param revision the revision that is served now
public record FlagChange(Set<String> flagKeys, long revision) {

  public FlagChange {
    flagKeys = Set.copyOf(flagKeys);
  }
}
