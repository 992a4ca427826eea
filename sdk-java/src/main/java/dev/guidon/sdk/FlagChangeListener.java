// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

/// Learns that flags have changed.
@FunctionalInterface
public interface FlagChangeListener {

  /// The flags may answer otherwise from now on; getters do so already. Whoever takes long gets one call for all that
  /// changed meanwhile.
  void onFlagChange(FlagChange change);
}
