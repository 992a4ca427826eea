// SPDX-License-Identifier: Apache-2.0

/// Turns definitions into the bytes that are stored and sent, and back.
@NullMarked
package dev.guidon.codec;

import org.jspecify.annotations.NullMarked;
