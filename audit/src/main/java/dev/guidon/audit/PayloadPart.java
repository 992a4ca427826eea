// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

/// The parts of an event that are kept beside its entry, because they may identify a person.
public enum PayloadPart {
  /// Display name, address, user agent and comment.
  WHO,
  /// Before, after and patch.
  WHAT
}
