// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.Hash;

/// Whether the log is what it was when each of its entries was appended.
public sealed interface AuditVerification {

  record Intact(long size, Hash root) implements AuditVerification {

    public Intact {
      requireNonNull(root, "root");
    }
  }

  /// Where the log first fails to be what it was, and how.
  ///
  /// @param at the number of the entry; the head's if it is the head that is wrong
  record Broken(long at, String problem) implements AuditVerification {

    public Broken {
      requireNonNull(problem, "problem");
    }
  }
}
