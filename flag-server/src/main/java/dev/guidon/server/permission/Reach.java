// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Set;
import java.util.UUID;

/// Where somebody may do something: what a list is filtered by before it is cut into pages.
public sealed interface Reach {

  Everywhere EVERYWHERE = new Everywhere();

  /// In the whole installation, in what there will be as well.
  record Everywhere() implements Reach {}

  /// In some places only.
  ///
  /// @param projects where it may be done to what belongs to the project and to no environment
  /// @param environments where it may be done to what belongs to the environment
  record Some(Set<UUID> projects, Set<UUID> environments) implements Reach {

    public Some {
      projects = Set.copyOf(projects);
      environments = Set.copyOf(environments);
    }
  }
}
