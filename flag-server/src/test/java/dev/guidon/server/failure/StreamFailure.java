// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.nio.file.Path;
import java.util.Map;

/// Something that happens to streams, done to the real server with real clients; prints what came of it.
@FunctionalInterface
interface StreamFailure {

  /// Does it.
  ///
  /// @param home where servers may keep their data
  void run(Path home, Options options) throws Exception;

  /// What the command line says, as `name=number`.
  record Options(Map<String, Long> values) {

    public Options {
      values = Map.copyOf(values);
    }

    int get(String name, int otherwise) {
      return Math.toIntExact(values.getOrDefault(name, (long) otherwise));
    }
  }
}
