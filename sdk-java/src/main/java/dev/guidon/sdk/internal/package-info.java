// SPDX-License-Identifier: Apache-2.0

/// What the clients of this SDK share; nothing here is for applications.
@NullMarked
package dev.guidon.sdk.internal;

import org.jspecify.annotations.NullMarked;
