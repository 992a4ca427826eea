// SPDX-License-Identifier: Apache-2.0
/// Who calls, what they may do, and the tokens they show.
@NullMarked
package dev.guidon.server.access;

import org.jspecify.annotations.NullMarked;
