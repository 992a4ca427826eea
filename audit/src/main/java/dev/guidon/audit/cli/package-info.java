// SPDX-License-Identifier: Apache-2.0
/// The command with which an outsider verifies an export.
@NullMarked
package dev.guidon.audit.cli;

import org.jspecify.annotations.NullMarked;
