// SPDX-License-Identifier: Apache-2.0
/// Signed statements about the log, to be kept where those who run the database cannot reach them.
@NullMarked
package dev.guidon.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
