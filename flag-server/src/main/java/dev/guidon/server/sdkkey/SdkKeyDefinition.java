// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import dev.guidon.server.change.DefinitionType;

/// An SDK key as people know it: without its secret.
///
/// @param selector the part of the token by which it is found, and by which people recognise it
public record SdkKeyDefinition(String name, String selector) {

  static final DefinitionType<SdkKeyDefinition> TYPE =
      DefinitionType.internal("sdk-key", SdkKeyDefinition.class);
}
