// SPDX-License-Identifier: Apache-2.0
/// A second evaluator, written from `docs/evaluation.md` alone: simple, slow, and of its own opinion.
@NullMarked
package dev.guidon.conformance.twin;

import org.jspecify.annotations.NullMarked;
