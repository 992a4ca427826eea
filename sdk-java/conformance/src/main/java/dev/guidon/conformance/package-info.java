// SPDX-License-Identifier: Apache-2.0

/// What every implementation of evaluation must answer.
@NullMarked
package dev.guidon.conformance;

import org.jspecify.annotations.NullMarked;
