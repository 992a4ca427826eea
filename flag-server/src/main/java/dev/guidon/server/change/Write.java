// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One version that a change adds.
///
/// @param seq the number that it will have in the log
/// @param action what happened to the definition, in the past tense: `created`
/// @param before the content until now; null when it is created
/// @param content null when it is deleted
/// @param wireVersion the version at which the bytes last changed; null for kinds that SDKs do not get, and when deleted
@SuppressWarnings("ArrayRecordComponent") // never compared
record Write(
    long seq,
    DefinitionRef<?> ref,
    UUID id,
    long version,
    String action,
    @Nullable String before,
    @Nullable String content,
    @Nullable Long wireVersion,
    byte @Nullable [] wire) {

  /// Whether SDKs are to hear of it.
  boolean changesWire() {
    return ref.type().wireKind() != null
        && (content == null || (wireVersion != null && wireVersion == version));
  }

  DefinitionName name() {
    return new DefinitionName(wireKind(), ref.key());
  }

  DefinitionObject object() {
    if (wireVersion == null || wire == null) {
      throw new IllegalStateException(ref.inWords() + " is not on the wire");
    }
    return DefinitionObject.of(wireKind(), ref.key(), wireVersion, wire);
  }

  private DefinitionKind wireKind() {
    DefinitionKind kind = ref.type().wireKind();
    if (kind == null) {
      throw new IllegalStateException(ref.inWords() + " is not on the wire");
    }
    return kind;
  }
}
