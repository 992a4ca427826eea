// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import org.jspecify.annotations.Nullable;

/// What something is done to.
///
/// @param flag the flag that it is about; null for anything else
public record Resource(Place place, @Nullable FlagTraits flag) {

  public static Resource at(Place place) {
    return new Resource(place, null);
  }
}
