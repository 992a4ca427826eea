// SPDX-License-Identifier: Apache-2.0
/// The audit log for those who read, prove and watch it: signed checkpoints, entries in words, proofs, exports.
@NullMarked
package dev.guidon.server.log;

import org.jspecify.annotations.NullMarked;
