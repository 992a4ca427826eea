// SPDX-License-Identifier: Apache-2.0

/// Measures what an evaluation costs.
@NullMarked
package dev.guidon.sdk.benchmarks;

import org.jspecify.annotations.NullMarked;
