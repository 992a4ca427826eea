// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.EntryFilter;
import dev.guidon.server.access.Caller;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Reach;

/// Which entries somebody may see: a condition of every query, so that nobody learns even how many there are of the others.
final class Visibility {

  private Visibility() {}

  static EntryFilter of(Caller caller) {
    return switch (caller.reach(Action.AUDIT_READ)) {
      case Reach.Everywhere() -> EntryFilter.ALL;
      case Reach.Some(var projects, var environments) ->
          EntryFilter.ALL.within(projects, environments);
    };
  }
}
