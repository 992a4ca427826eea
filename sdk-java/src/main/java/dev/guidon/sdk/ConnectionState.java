// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

/// How a client stands with its server.
public enum ConnectionState {
  /// No stream yet, or not any more; the client goes on trying.
  CONNECTING,
  /// The stream is up.
  CONNECTED,
  /// The server refuses the SDK key. The client tries again every few minutes, in case that is put right.
  UNAUTHORIZED,
  /// The client was told to use a file only.
  OFFLINE,
  CLOSED
}
