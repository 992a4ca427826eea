// SPDX-License-Identifier: Apache-2.0

/// How large definitions, and environments of them, may become.
@NullMarked
package dev.guidon.server.limits;

import org.jspecify.annotations.NullMarked;
