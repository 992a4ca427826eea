// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable hash table from keys to values, made to be probed fast and copied whole.
///
/// Keys and values lie side by side in one array at most half full, so a lookup mostly touches one cache line, and the next
/// revision of a table of 20,000 entries is one copy of the array (some tens of microseconds).
final class KeyTable<V> {

  private static final KeyTable<Object> EMPTY = new KeyTable<>(new Object[4], 0);

  // Slot 2i holds a key, slot 2i + 1 its value. Collisions go to the next free pair.
  private final @Nullable Object[] slots;
  private final int shift;
  private final int size;

  private KeyTable(@Nullable Object[] slots, int size) {
    this.slots = slots;
    this.shift = shiftFor(slots);
    this.size = size;
  }

  @SuppressWarnings("unchecked") // holds nothing of any type
  static <V> KeyTable<V> empty() {
    return (KeyTable<V>) EMPTY;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @SuppressWarnings("unchecked") // values are only ever put as V
  @Nullable V get(String key) {
    @Nullable Object[] slots = this.slots;
    int slot = firstSlot(key, shift);
    for (Object candidate; (candidate = slots[slot]) != null; slot = nextSlot(slot, slots)) {
      if (key.equals(candidate)) {
        return (V) slots[slot + 1];
      }
    }
    return null;
  }

  int size() {
    return size;
  }

  /// In no order that means anything.
  @SuppressWarnings("unchecked") // as in get
  void forEach(BiConsumer<String, V> action) {
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] != null) {
        action.accept((String) slots[slot], (V) slots[slot + 1]);
      }
    }
  }

  Editor<V> edit() {
    return new Editor<>(this);
  }

  private static int shiftFor(@Nullable Object[] slots) {
    return 1 + Integer.numberOfLeadingZeros(slots.length - 1);
  }

  /// Multiplying spreads keys that differ only in their last digits, as keys do.
  private static int firstSlot(String key, int shift) {
    return ((key.hashCode() * 0x9E3779B9) >>> shift) << 1;
  }

  private static int nextSlot(int slot, @Nullable Object[] slots) {
    return (slot + 2) & (slots.length - 1);
  }

  /// A private copy of a table that can be changed until it is made a table again.
  static final class Editor<V> {

    private final KeyTable<V> original;
    private @Nullable Object @Nullable [] copy;
    private int size;

    private Editor(KeyTable<V> original) {
      this.original = original;
      this.size = original.size;
    }

    @SuppressWarnings("unchecked") // as in KeyTable.get
    @Nullable V get(String key) {
      if (copy == null) {
        return original.get(key);
      }
      int slot = find(key, copy);
      return copy[slot] == null ? null : (V) copy[slot + 1];
    }

    void put(String key, V value) {
      @Nullable Object[] slots = copy();
      int slot = find(key, slots);
      if (slots[slot] == null) {
        if (4 * (size + 1) > slots.length) {
          slots = enlarged(slots);
          copy = slots;
          slot = find(key, slots);
        }
        size++;
      }
      slots[slot] = key;
      slots[slot + 1] = value;
    }

    void remove(String key) {
      @Nullable Object[] slots = copy();
      int hole = find(key, slots);
      if (slots[hole] == null) {
        return;
      }
      size--;
      // Those behind the hole that may lie in it or before it move up, so that no probe ends early.
      int shift = shiftFor(slots);
      int mask = slots.length - 1;
      for (int slot = nextSlot(hole, slots);
          slots[slot] instanceof String moved;
          slot = nextSlot(slot, slots)) {
        int first = firstSlot(moved, shift);
        if (((slot - first) & mask) >= ((slot - hole) & mask)) {
          slots[hole] = moved;
          slots[hole + 1] = slots[slot + 1];
          hole = slot;
        }
      }
      slots[hole] = null;
      slots[hole + 1] = null;
    }

    KeyTable<V> table() {
      if (copy == null) {
        return original;
      }
      KeyTable<V> table = new KeyTable<>(copy, size);
      copy = null;
      return table;
    }

    private @Nullable Object[] copy() {
      if (copy == null) {
        copy = original.slots.clone();
      }
      return copy;
    }

    private static @Nullable Object[] enlarged(@Nullable Object[] slots) {
      @Nullable Object[] larger = new Object[2 * slots.length];
      for (int slot = 0; slot < slots.length; slot += 2) {
        if (slots[slot] instanceof String key) {
          int free = find(key, larger);
          larger[free] = key;
          larger[free + 1] = slots[slot + 1];
        }
      }
      return larger;
    }

    /// The slot that holds the key, or the free one where it belongs.
    private static int find(String key, @Nullable Object[] slots) {
      int slot = firstSlot(key, shiftFor(slots));
      while (slots[slot] != null && !key.equals(slots[slot])) {
        slot = nextSlot(slot, slots);
      }
      return slot;
    }
  }
}
