// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/// Who the client says it is.
///
/// @param sdk name and version
/// @param instance the same as long as the client lives
public record ClientIdentity(String sdk, String instance) {

  public ClientIdentity {
    requireNonNull(sdk, "sdk");
    requireNonNull(instance, "instance");
  }

  public static ClientIdentity random() {
    String version = ClientIdentity.class.getPackage().getImplementationVersion();
    return new ClientIdentity(
        "guidon-java/" + (version == null ? "dev" : version), UUID.randomUUID().toString());
  }
}
