// SPDX-License-Identifier: Apache-2.0
/// Whether the running server, and an SDK that follows it, answer as the specification says.
@NullMarked
package dev.guidon.server.conformance;

import org.jspecify.annotations.NullMarked;
