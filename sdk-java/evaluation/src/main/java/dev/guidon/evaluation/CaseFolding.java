// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import org.jspecify.annotations.Nullable;

/// Folds case as Unicode 13.0 does, code point by code point: lower(upper(c)) by the simple mappings. EVAL-12
///
/// The JDK's own data differ from release to release, and SDK and server must not. Folding never changes how many
/// code units a code point takes, so texts of different lengths differ.
final class CaseFolding {

  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  // For each code point what is to be added to it, in pages; most pages have nothing to add.
  private static final int[] @Nullable [] PAGES = pages();

  private CaseFolding() {}

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  static int fold(int codePoint) {
    int number = codePoint >>> PAGE_BITS;
    int[] page = number < PAGES.length ? PAGES[number] : null;
    return page == null ? codePoint : codePoint + page[codePoint & PAGE_SIZE - 1];
  }

  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> folded.appendCodePoint(fold(codePoint)));
    return folded.toString();
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// A hash that texts which differ only in case share.
  static int hash(String text) {
    int hash = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      hash = 31 * hash + fold(codePoint);
      i += Character.charCount(codePoint);
    }
    return hash;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Whether `text`, folded, has `folded` at this place. The text must be long enough.
  static boolean matchesAt(String text, int at, String folded) {
    for (int i = 0; i < folded.length(); ) {
      int wanted = folded.codePointAt(i);
      if (fold(text.codePointAt(at + i)) != wanted) {
        return false;
      }
      i += Character.charCount(wanted);
    }
    return true;
  }

  private static int[] @Nullable [] pages() {
    int[] @Nullable [] pages = new int[PAGE_SIZE * 2][];
    CaseFoldingTable.forEach((codePoint, difference) -> {
      int number = codePoint >>> PAGE_BITS;
      int[] page = pages[number];
      if (page == null) {
        page = new int[PAGE_SIZE];
        pages[number] = page;
      }
      page[codePoint & PAGE_SIZE - 1] = difference;
    });
    return pages;
  }
}
