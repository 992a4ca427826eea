// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import dev.guidon.evaluation.DefinitionProblem;
import java.util.List;
import java.util.Set;

/// Learns what a {@link SyncSession} finds out, on its thread.
public interface SyncListener {

  /// A state is to be served from now on.
  ///
  /// @param affectedFlags the flags whose answers may differ from those before
  /// @param problems what is wrong with definitions in it
  void onState(HeldState held, Set<String> affectedFlags, List<DefinitionProblem> problems);

  void onStatus(SyncStatus status);
}
