// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failpoint;

/// A step between a change and the SDKs that get it, at which a failure must leave neither half of it nor none of what was
/// acknowledged.
public enum Failpoint {
  /// The log's head is locked; nothing is read or written yet.
  HEAD_LOCKED,
  /// The writer knows whether its node is at the locked head, and has not looked yet at what the node holds.
  HEAD_COMPARED,
  /// The log has the change's entries, and nothing else of the change is written.
  ENTRIES_APPENDED,
  /// Everything is written, and a notification waits for the commit.
  BEFORE_COMMIT,
  /// Nobody has heard of the commit: neither the caller nor this node's streams.
  COMMITTED,
  /// The node knows of a newer head, and is about to bring its environments up to it.
  FOLLOWING,
  /// A frame is about to be sent to an SDK.
  SENDING
}
