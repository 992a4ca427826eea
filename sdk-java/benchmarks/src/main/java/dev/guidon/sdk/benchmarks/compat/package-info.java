// SPDX-License-Identifier: Apache-2.0
/// Checks the engine against real input: which release of which browser has which feature of the web.
@NullMarked
package dev.guidon.sdk.benchmarks.compat;

import org.jspecify.annotations.NullMarked;
