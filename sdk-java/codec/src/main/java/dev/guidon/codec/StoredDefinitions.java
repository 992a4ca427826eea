// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import dev.guidon.evaluation.definition.Definitions;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import org.jspecify.annotations.Nullable;

/// Definitions that are read from their bytes each time, since they are seldom asked for and the bytes are kept anyway.
record StoredDefinitions(ObjectTable objects) implements Definitions {

  @Override
  public @Nullable FlagDefinition flag(String key) {
    DefinitionObject object = objects.find(new DefinitionName(DefinitionKind.FLAG, key));
    return object == null ? null : DefinitionCodec.decodeFlag(object);
  }

  @Override
  public @Nullable Targeting targeting(String flagKey) {
    DefinitionObject object = objects.find(new DefinitionName(DefinitionKind.TARGETING, flagKey));
    return object == null ? null : DefinitionCodec.decodeTargeting(object);
  }

  @Override
  public @Nullable SegmentDefinition segment(String key) {
    DefinitionObject object = objects.find(new DefinitionName(DefinitionKind.SEGMENT, key));
    return object == null ? null : DefinitionCodec.decodeSegment(object);
  }
}
