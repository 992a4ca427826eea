// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.permission.Owner;
import java.util.UUID;

/// Who shows a token. What they may do is told by {@link Authority}, anew for each request.
public sealed interface Principal {

  /// Whoever has the admin token that was made at the first start, which belongs to nobody.
  ///
  /// @param selector of the token
  record Admin(String selector) implements Principal {}

  /// A user or a service account, through a token of theirs.
  ///
  /// @param selector of the token
  record Holder(Owner owner, String selector) implements Principal {}

  /// A program with an SDK key: it reads its environment and nothing else.
  ///
  /// @param id of the key's definition
  record SdkKey(UUID id, String selector, UUID projectId, UUID environmentId)
      implements Principal {}
}
