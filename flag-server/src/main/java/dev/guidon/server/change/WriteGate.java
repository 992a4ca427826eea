// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether this node accepts changes. It reads and serves in any case.
@Singleton
public final class WriteGate {

  private volatile @Nullable String reason;

  public void close(String because) {
    reason = because;
  }

  public void open() {
    reason = null;
  }

  /// Why this node accepts no changes; empty if it does.
  public Optional<String> closedBecause() {
    return Optional.ofNullable(reason);
  }

  /// @throws ProblemException with a problem `read-only` if this node accepts no changes
  void require() {
    String because = reason;
    if (because != null) {
      throw ProblemException.of(503, "read-only", "this node accepts no changes: " + because);
    }
  }
}
