// SPDX-License-Identifier: Apache-2.0
/// What is hashed and how: canonical JSON, the Merkle tree over entries, and the check of both; pure functions, JDK only.
@NullMarked
package dev.guidon.audit.tree;

import org.jspecify.annotations.NullMarked;
