// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.sdk.benchmarks.workload.User;
import org.jspecify.annotations.Nullable;

/// An engine that holds a catalog of flags, and the ring of users as contexts of its own.
///
/// A process that measures opens one, so that the calls through this interface are as good as direct.
public interface Engine extends AutoCloseable {

  /// The user as the engine wants to be asked about one.
  Object context(User user);

  /// The value of a boolean flag.
  ///
  /// @param user a number in the ring
  boolean isEnabled(String flagKey, int user, boolean defaultValue);

  /// What a JSON flag serves, as the engine has it.
  ///
  /// @param user a number in the ring
  Object json(String flagKey, int user);

  /// A field of what {@link #json} gave, or null.
  @Nullable String field(Object json, String name);

  @Override
  void close();
}
