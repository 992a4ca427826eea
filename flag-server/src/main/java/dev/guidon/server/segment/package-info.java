// SPDX-License-Identifier: Apache-2.0
/// Segments: reusable sets of contexts, and where a context is named.
@NullMarked
package dev.guidon.server.segment;

import org.jspecify.annotations.NullMarked;
