// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

/// Where a stream's frames go: a gRPC call, or a test's transport.
interface Outbox {

  /// Whether the client takes more. What is sent while it does not would be kept in memory.
  boolean isReady();

  void send(Frame frame);

  void end(Ending ending);
}
