// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

/// What a flag is for.
public enum Purpose {
  RELEASE,
  EXPERIMENT,
  OPERATIONAL,
  KILL_SWITCH,
  PERMISSION;

  /// Whether such a flag is meant to go once it has done its work.
  boolean isTemporary() {
    return this == RELEASE || this == EXPERIMENT;
  }
}
