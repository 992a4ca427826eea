// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import io.grpc.Context;
import java.util.UUID;

/// Who calls: the key that was shown, and the environment that it may read.
public record SdkIdentity(UUID keyId, UUID environmentId) {

  /// Set on every call that needs a key before it is handled.
  public static final Context.Key<SdkIdentity> CURRENT = Context.key("sdk");
}
