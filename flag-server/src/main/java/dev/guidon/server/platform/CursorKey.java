// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

/// What cursors are authenticated with: the same on every node of an installation, and after a restart.
@FunctionalInterface
public interface CursorKey {

  byte[] bytes();
}
