// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

/// What a change does, under the lock, with what is current there.
@FunctionalInterface
public interface ChangeWork<T extends Record> {

  /// The definition that the change is about, as it leaves it.
  Versioned<T> apply(Change change);
}
