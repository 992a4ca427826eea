// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

/// Where the flags that a client serves came from, or were last confirmed by.
public enum DataSource {
  /// There are no flags yet: each getter gives the caller's default value.
  NONE,
  /// A file: the copy that an earlier run of the program left, or one that was given.
  FILE,
  /// Asking the server from time to time, because no stream can be had.
  POLL,
  /// The server's stream of changes.
  STREAM,
  /// A test sets the flags.
  TEST
}
