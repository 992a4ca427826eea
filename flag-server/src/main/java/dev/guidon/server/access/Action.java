// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

/// What a route does, as far as permission goes.
public enum Action {
  PROJECT_READ,
  PROJECT_WRITE,
  ENVIRONMENT_READ,
  ENVIRONMENT_WRITE,
  FLAG_READ,
  FLAG_WRITE,
  TARGETING_READ,
  TARGETING_WRITE,
  SEGMENT_READ,
  SEGMENT_WRITE,
  SDK_KEY_READ,
  SDK_KEY_WRITE,
  /// Evaluates flags of the environment that the SDK key is for.
  EVALUATE
}
