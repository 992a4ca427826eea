// SPDX-License-Identifier: Apache-2.0
/// Entries of the log as sentences.
@NullMarked
package dev.guidon.server.log.words;

import org.jspecify.annotations.NullMarked;
