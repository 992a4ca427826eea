// SPDX-License-Identifier: Apache-2.0
/// Breaks real processes on purpose, and checks that nothing acknowledged is lost.
@NullMarked
package dev.guidon.server.failure;

import org.jspecify.annotations.NullMarked;
