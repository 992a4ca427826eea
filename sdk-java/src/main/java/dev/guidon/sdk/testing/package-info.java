// SPDX-License-Identifier: Apache-2.0

/// What applications test their flags with.
@NullMarked
package dev.guidon.sdk.testing;

import org.jspecify.annotations.NullMarked;
