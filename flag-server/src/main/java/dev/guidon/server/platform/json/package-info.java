// SPDX-License-Identifier: Apache-2.0
/// JSON as text, as a tree of {@link dev.guidon.evaluation.Value}, and as records.
@NullMarked
package dev.guidon.server.platform.json;

import org.jspecify.annotations.NullMarked;
