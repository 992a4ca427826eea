// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/// A segment in a list: without its members, of which there may be 100,000.
@Serdeable
record SegmentSummary(
    String key,
    UUID id,
    String name,
    String description,
    List<String> tags,
    int includedCount,
    int excludedCount,
    int ruleCount,
    long version) {

  static SegmentSummary of(Versioned<Segment> versioned) {
    Segment segment = versioned.content();
    return new SegmentSummary(
        versioned.ref().key(),
        versioned.id(),
        segment.name(),
        segment.description(),
        segment.tags(),
        segment.included().size(),
        segment.excluded().size(),
        segment.rules().size(),
        versioned.version());
  }
}
