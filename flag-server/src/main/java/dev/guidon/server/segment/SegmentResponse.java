// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.evaluation.definition.SegmentMember;
import dev.guidon.evaluation.definition.SegmentRule;
import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A segment as it is.
///
/// @param version the ETag without its quotes
/// @param receipt only in the answer to a change
@Serdeable
record SegmentResponse(
    String key,
    UUID id,
    String name,
    String description,
    List<String> tags,
    List<SegmentMember> included,
    List<SegmentMember> excluded,
    List<SegmentRule> rules,
    long version,
    @Nullable ReceiptDocument receipt) {

  static SegmentResponse of(Versioned<Segment> versioned, @Nullable ReceiptDocument receipt) {
    Segment segment = versioned.content();
    return new SegmentResponse(
        versioned.ref().key(),
        versioned.id(),
        segment.name(),
        segment.description(),
        segment.tags(),
        segment.included(),
        segment.excluded(),
        segment.rules(),
        versioned.version(),
        receipt);
  }
}
