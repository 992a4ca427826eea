// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.Hash;
import java.util.List;

/// What an append added to the log, once its transaction commits.
///
/// @param head the log's end with these entries; still locked
public record Appended(List<Leaf> leaves, LogHead head) {

  /// An entry's place in the tree; its leaf index is `seq` − 1.
  public record Leaf(long seq, Hash hash) {

    public Leaf {
      requireNonNull(hash, "hash");
    }
  }

  public Appended {
    leaves = List.copyOf(leaves);
    requireNonNull(head, "head");
  }

  /// The hash of the whole log, these entries included.
  public Hash root() {
    return head.frontier().root();
  }
}
