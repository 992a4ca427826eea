// SPDX-License-Identifier: Apache-2.0

/// Keeps the state of one environment in step with the server, and a copy of it on disk.
@NullMarked
package dev.guidon.sdk.internal.sync;

import org.jspecify.annotations.NullMarked;
