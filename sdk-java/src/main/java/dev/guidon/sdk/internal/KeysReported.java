// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keys of flags that something was logged about, so that it is logged once.
///
/// Remembers so many and no more: a program that makes up keys must neither flood its log nor its memory.
final class KeysReported {

  private static final int LIMIT = 1_000;

  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  boolean isFirst(String key) {
    return !keys.contains(key) && keys.size() < LIMIT && keys.add(key);
  }
}
