// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An immutable set of keys in their natural order.
final class SortedKeys extends AbstractSet<String> {

  static final SortedKeys NONE = new SortedKeys(List.of());

  private final List<String> keys;

  private SortedKeys(List<String> keys) {
    this.keys = keys;
  }

  static SortedKeys of(Collection<String> keys) {
    return new SortedKeys(keys.stream().sorted().toList());
  }

  /// @param added none of which is in the set
  /// @param removed all of which are
  SortedKeys with(Set<String> added, Set<String> removed) {
    if (added.isEmpty() && removed.isEmpty()) {
      return this;
    }
    String[] next = new String[keys.size() + added.size() - removed.size()];
    String[] sorted = added.toArray(String[]::new);
    Arrays.sort(sorted);
    int size = 0;
    int fromSorted = 0;
    for (String key : keys) {
      while (fromSorted < sorted.length && sorted[fromSorted].compareTo(key) < 0) {
        next[size++] = sorted[fromSorted++];
      }
      if (!removed.contains(key)) {
        next[size++] = key;
      }
    }
    System.arraycopy(sorted, fromSorted, next, size, sorted.length - fromSorted);
    return new SortedKeys(List.of(next));
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public boolean contains(@Nullable Object key) {
    return key instanceof String text && Collections.binarySearch(keys, text) >= 0;
  }

  @Override
  public Iterator<String> iterator() {
    return keys.iterator();
  }
}
