// SPDX-License-Identifier: Apache-2.0
/// Changes.commit, the one door through which definitions change, and what it takes and gives.
@NullMarked
package dev.guidon.server.change;

import org.jspecify.annotations.NullMarked;
