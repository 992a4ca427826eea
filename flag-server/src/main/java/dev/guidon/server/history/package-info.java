// SPDX-License-Identifier: Apache-2.0
/// What happened to a definition, as people read it.
@NullMarked
package dev.guidon.server.history;

import org.jspecify.annotations.NullMarked;
