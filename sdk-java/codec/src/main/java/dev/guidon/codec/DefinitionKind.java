// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import org.jspecify.annotations.Nullable;

/// The kinds of definition that travel to SDKs.
public enum DefinitionKind {
  FLAG(dev.guidon.proto.sync.v1.DefinitionKind.DEFINITION_KIND_FLAG),
  TARGETING(dev.guidon.proto.sync.v1.DefinitionKind.DEFINITION_KIND_TARGETING),
  SEGMENT(dev.guidon.proto.sync.v1.DefinitionKind.DEFINITION_KIND_SEGMENT);

  private final dev.guidon.proto.sync.v1.DefinitionKind wire;

  DefinitionKind(dev.guidon.proto.sync.v1.DefinitionKind wire) {
    this.wire = wire;
  }

  dev.guidon.proto.sync.v1.DefinitionKind wire() {
    return wire;
  }

  static @Nullable DefinitionKind of(dev.guidon.proto.sync.v1.DefinitionKind wire) {
    for (DefinitionKind kind : values()) {
      if (kind.wire == wire) {
        return kind;
      }
    }
    return null;
  }
}
