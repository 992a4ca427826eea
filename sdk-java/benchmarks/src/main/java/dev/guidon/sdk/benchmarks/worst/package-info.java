// SPDX-License-Identifier: Apache-2.0
/// Looks for what costs the engine most: the largest flags and the worst patterns that may be saved.
@NullMarked
package dev.guidon.sdk.benchmarks.worst;

import org.jspecify.annotations.NullMarked;
