// SPDX-License-Identifier: Apache-2.0

/// Measures how soon a change arrives and what that costs.
@NullMarked
package dev.guidon.server.benchmarks;

import org.jspecify.annotations.NullMarked;
