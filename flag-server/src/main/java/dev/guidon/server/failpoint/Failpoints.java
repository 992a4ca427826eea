// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failpoint;

import jakarta.inject.Singleton;

/// What happens at failpoints.
@FunctionalInterface
public interface Failpoints {

  /// Called by whoever has come to the step; does not return normally if the step is to fail.
  void reached(Failpoint point);

  /// Nothing ever fails on purpose, unless a test puts something else in this one's place.
  @Singleton
  final class Never implements Failpoints {
    @Override
    public void reached(Failpoint point) {}
  }
}
