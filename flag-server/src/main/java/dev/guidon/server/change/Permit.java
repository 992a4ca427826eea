// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.sql.SQLException;
import java.util.List;

/// Whether whoever asks for a change may make it, asked under the lock, of what it really does.
public interface Permit {

  /// For what the installation does by itself.
  Permit ALWAYS = (lock, effects) -> {};

  /// Returns if all of it may be done now.
  ///
  /// @throws dev.guidon.server.platform.ProblemException if not
  void check(UnderLock lock, List<Effect> effects) throws SQLException;

  /// Hears that what was checked has been committed.
  ///
  /// @param before the log's number that the change followed on
  /// @param after the log's number with it
  default void committed(long before, long after) {}
}
