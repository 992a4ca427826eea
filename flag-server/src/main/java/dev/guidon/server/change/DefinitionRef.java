// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which definition: its kind, where it belongs, and its key.
///
/// @param projectId for a project, its own id; {@link #NO_PROJECT} for what belongs to none
/// @param environmentId set for what belongs to one environment
/// @param key a targeting goes by the key of its flag
public record DefinitionRef<T extends Record>(
    DefinitionType<T> type, UUID projectId, @Nullable UUID environmentId, String key) {

  /// Stands for the project of what belongs to the installation itself.
  public static final UUID NO_PROJECT = new UUID(0, 0);

  /// `flag checkout`, for messages.
  public String inWords() {
    return type.kind() + " " + key;
  }
}
