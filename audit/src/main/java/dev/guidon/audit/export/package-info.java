// SPDX-License-Identifier: Apache-2.0
/// The log as a file that can be verified without the database; `docs/audit.md` specifies it.
@NullMarked
package dev.guidon.audit.export;

import org.jspecify.annotations.NullMarked;
