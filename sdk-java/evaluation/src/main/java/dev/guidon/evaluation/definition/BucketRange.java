// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation.definition;

import org.jspecify.annotations.Nullable;

/// The buckets from `from` up to, but not including, `to`, and the variation they get.
public record BucketRange(
    @Nullable String variation, @Nullable Integer from, @Nullable Integer to) {}
