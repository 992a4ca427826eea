// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

/// How much there is in an environment.
///
/// @param flags archived ones too
/// @param bytes of all objects
public record EnvironmentSize(int flags, int targetings, int segments, long bytes) {

  static final EnvironmentSize NONE = new EnvironmentSize(0, 0, 0, 0);

  EnvironmentSize with(DefinitionObject object) {
    return plus(object, 1);
  }

  EnvironmentSize without(DefinitionObject object) {
    return plus(object, -1);
  }

  private EnvironmentSize plus(DefinitionObject object, int count) {
    long nextBytes = bytes + (long) count * object.size();
    return switch (object.kind()) {
      case FLAG -> new EnvironmentSize(flags + count, targetings, segments, nextBytes);
      case TARGETING -> new EnvironmentSize(flags, targetings + count, segments, nextBytes);
      case SEGMENT -> new EnvironmentSize(flags, targetings, segments + count, nextBytes);
    };
  }
}
