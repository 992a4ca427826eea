// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import dev.guidon.evaluation.Value;
import org.jspecify.annotations.Nullable;

/// One context, by kind (null: `user`) and targeting key, that a segment includes or excludes.
///
/// @param until the membership holds before this instant (RFC 3339 text or epoch milliseconds); null: for good
public record SegmentMember(
    @Nullable String contextKind, @Nullable String targetingKey, @Nullable Value until) {}
