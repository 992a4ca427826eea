// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import io.micronaut.serde.annotation.SerdeImport;

/// The engine's records that answers show as they are; the engine itself knows no framework to say so.
@SerdeImport(SegmentMember.class)
@SerdeImport(SegmentRule.class)
final class SegmentSerdes {

  private SegmentSerdes() {}
}
