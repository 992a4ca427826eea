// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which definitions refer to a key, whether there is a definition under it or not. Immutable.
final class Referrers {

  static final Referrers NONE = new Referrers(KeyTable.empty());

  private final KeyTable<List<String>> referrers;

  private Referrers(KeyTable<List<String>> referrers) {
    this.referrers = referrers;
  }

  List<String> of(String key) {
    List<String> found = referrers.get(key);
    return found == null ? List.of() : found;
  }

  /// The keys, those that refer to them, those that refer to these, and so on.
  Set<String> closure(Collection<String> keys) {
    Set<String> closure = new LinkedHashSet<>(keys);
    Deque<String> waiting = new ArrayDeque<>(closure);
    while (!waiting.isEmpty()) {
      for (String referrer : of(waiting.removeFirst())) {
        if (closure.add(referrer)) {
          waiting.addLast(referrer);
        }
      }
    }
    return closure;
  }

  Editor edit() {
    return new Editor(this);
  }

  /// Collects what changes, so that a key that many refer to is touched once.
  static final class Editor {

    private final Referrers original;
    private final Map<String, Change> changes = new HashMap<>();

    private Editor(Referrers original) {
      this.original = original;
    }

    /// Notes what a definition refers to now instead of before.
    void change(String referrer, List<String> before, List<String> now) {
      if (before.equals(now)) {
        return;
      }
      for (String key : before) {
        if (!now.contains(key)) {
          changeOf(key).removed.add(referrer);
        }
      }
      for (String key : now) {
        if (!before.contains(key)) {
          changeOf(key).added.add(referrer);
        }
      }
    }

    Referrers referrers() {
      KeyTable.Editor<List<String>> table = original.referrers.edit();
      changes.forEach((key, change) -> {
        List<String> referrers = change.apply(table.get(key));
        if (referrers.isEmpty()) {
          table.remove(key);
        } else {
          table.put(key, referrers);
        }
      });
      return new Referrers(table.table());
    }

    private Change changeOf(String key) {
      return changes.computeIfAbsent(key, any -> new Change());
    }
  }

  private static final class Change {

    private final Set<String> removed = new HashSet<>();
    private final List<String> added = new ArrayList<>();

    List<String> apply(@Nullable List<String> before) {
      List<String> after = new ArrayList<>();
      if (before != null) {
        before.stream().filter(referrer -> !removed.contains(referrer)).forEach(after::add);
      }
      after.addAll(added);
      return List.copyOf(after);
    }
  }
}
