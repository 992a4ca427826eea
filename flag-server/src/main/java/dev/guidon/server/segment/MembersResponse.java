// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.segment;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// How many members a segment has after an edit of them.
@Serdeable
record MembersResponse(
    String key,
    int includedCount,
    int excludedCount,
    long version,
    @Nullable ReceiptDocument receipt) {

  static MembersResponse of(Versioned<Segment> segment, @Nullable ReceiptDocument receipt) {
    return new MembersResponse(
        segment.ref().key(),
        segment.content().included().size(),
        segment.content().excluded().size(),
        segment.version(),
        receipt);
  }
}
