// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import java.util.UUID;

/// A definition as it was authored, at one of its versions.
///
/// @param id of the definition; the same for all its versions
/// @param version counts the definition's versions from 1; 0 for one that was never saved and is what it is by default
/// @param seq the number of the change that made this version; 0 with version 0
public record Versioned<T extends Record>(
    DefinitionRef<T> ref, UUID id, long version, long seq, T content) {

  /// A definition that was never saved, with the content that it has by default.
  public static <T extends Record> Versioned<T> unsaved(DefinitionRef<T> ref, T content) {
    return new Versioned<>(ref, new UUID(0, 0), 0, 0, content);
  }

  /// The name of this version in HTTP.
  public String etag() {
    return "\"" + version + "\"";
  }
}
