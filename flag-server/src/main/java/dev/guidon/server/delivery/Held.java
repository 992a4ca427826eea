// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.EnvironmentDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client says that it holds when it comes.
///
/// @param epoch null when it holds nothing
record Held(@Nullable UUID epoch, long revision, EnvironmentDigest digest) {

  static final Held NOTHING = new Held(null, 0, EnvironmentDigest.ZERO);
}
