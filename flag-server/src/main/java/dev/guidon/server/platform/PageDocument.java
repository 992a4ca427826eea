// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list over REST.
///
/// @param next to be sent as `cursor` for the part behind this one; left out at the end
@Serdeable
public record PageDocument<T>(List<T> items, @Nullable String next) {

  public static <T> PageDocument<T> of(Page<T> page) {
    return new PageDocument<>(page.items(), page.next());
  }
}
