// SPDX-License-Identifier: Apache-2.0
/// The engine: compiles definitions into a snapshot and evaluates flags from it.
@NullMarked
package dev.guidon.evaluation;

import org.jspecify.annotations.NullMarked;
