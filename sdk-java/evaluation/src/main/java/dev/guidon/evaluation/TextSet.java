// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An immutable set of texts, compared exactly or with case folded.
abstract sealed class TextSet {

  // At most half full; collisions go to the next free slot.
  private final @Nullable String[] slots;
  private final int shift;

  private TextSet(int size) {
    int capacity = Integer.highestOneBit(Math.max(1, size)) << 2;
    slots = new String[capacity];
    shift = Integer.numberOfLeadingZeros(capacity - 1);
  }

  static TextSet exactly(Collection<String> texts) {
    return new Exact(texts);
  }

  static TextSet ignoringCase(Collection<String> texts) {
    return new Folded(texts);
  }

  abstract int hash(String text);

  abstract boolean same(String member, String text);

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  final boolean contains(String text) {
    return slots[slotOf(text)] != null;
  }

  final void add(String text) {
    slots[slotOf(text)] = text;
  }

  /// The slot that holds the text, or the free one where it belongs.
  private int slotOf(String text) {
    @Nullable String[] slots = this.slots;
    int slot = (hash(text) * 0x9E3779B9) >>> shift;
    for (String member; (member = slots[slot]) != null; slot = (slot + 1) & (slots.length - 1)) {
      if (same(member, text)) {
        return slot;
      }
    }
    return slot;
  }

  private static final class Exact extends TextSet {

    Exact(Collection<String> texts) {
      super(texts.size());
      texts.forEach(this::add);
    }

    @Override
    int hash(String text) {
      return text.hashCode();
    }

    @Override
    boolean same(String member, String text) {
      return member.equals(text);
    }
  }

  /// Holds its members folded.
  private static final class Folded extends TextSet {

    Folded(Collection<String> texts) {
      super(texts.size());
      texts.forEach(text -> add(CaseFolding.fold(text)));
    }

    @Override
    int hash(String text) {
      return CaseFolding.hash(text);
    }

    @Override
    boolean same(String member, String text) {
      return member.length() == text.length() && CaseFolding.matchesAt(text, 0, member);
    }
  }
}
