// SPDX-License-Identifier: Apache-2.0
/// Flags: what they can serve, and to whom they serve it in each environment.
@NullMarked
package dev.guidon.server.flag;

import org.jspecify.annotations.NullMarked;
