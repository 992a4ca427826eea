// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

/// Learns how a client stands with its server.
@FunctionalInterface
public interface StatusListener {

  void onStatusChange(ClientStatus status);
}
