// SPDX-License-Identifier: Apache-2.0

/// The append-only log of every change, which proves itself.
@NullMarked
package dev.guidon.audit;

import org.jspecify.annotations.NullMarked;
