// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

/// What was changed. It stays in the log for good, so neither key nor id may say who a person is.
///
/// @param kind such as `flag` or `targeting`
/// @param key as people know it; empty where there is none
public record Target(String kind, String key, String id) {

  public Target {
    Texts.requireKind("target.kind", kind);
    if (!key.isEmpty()) {
      Texts.requireKey("target.key", key);
    }
    Texts.requireId("target.id", id);
  }
}
