// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.permission.Action;
import java.util.UUID;

/// Who shows a token.
public sealed interface Principal {

  /// What this principal may do now. The one table of permissions.
  boolean may(Action action);

  /// Whoever has the admin token that was made at the first start.
  ///
  /// @param selector of the token
  record Admin(String selector) implements Principal {
    @Override
    public boolean may(Action action) {
      return action != Action.EVALUATE;
    }
  }

  /// A program with an SDK key: it reads its environment and nothing else.
  ///
  /// @param id of the key's definition
  record SdkKey(UUID id, String selector, UUID projectId, UUID environmentId) implements Principal {
    @Override
    public boolean may(Action action) {
      return action == Action.EVALUATE;
    }
  }
}
