// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.counted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Targeting keys by what they have in common, such as their context kind.
final class Members<K> {

  private final Map<K, Set<String>> keys = new LinkedHashMap<>();

  void add(K group, String key) {
    keys.computeIfAbsent(group, _ -> new LinkedHashSet<>()).add(key);
  }

  /// Those that are in this and not in the other, by group.
  Map<K, List<String>> without(Members<K> other) {
    Map<K, List<String>> left = new LinkedHashMap<>();
    keys.forEach((group, members) -> {
      List<String> only = new ArrayList<>(members);
      only.removeAll(other.keys.getOrDefault(group, Set.of()));
      if (!only.isEmpty()) {
        left.put(group, only);
      }
    });
    return left;
  }

  static String inWords(List<String> keys, String adjective, String contextKind) {
    return counted(keys, adjective, contextKind.replace('-', ' '));
  }
}
