// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/// An entry as it was found, with everything that claims to belong to it; nothing of it is believed yet.
///
/// @param canonical the bytes under the leaf hash
/// @param payload by the name under which the entry commits to it
/// @param completed the subtrees that this entry completed, smallest first
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record LoggedEntry(
    long seq,
    byte[] canonical,
    Hash leafHash,
    Map<String, SaltedContent> payload,
    List<MerkleNode> completed) {

  public LoggedEntry {
    requireNonNull(canonical, "canonical");
    requireNonNull(leafHash, "leafHash");
    payload = Map.copyOf(payload);
    completed = List.copyOf(completed);
  }
}
