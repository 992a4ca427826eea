// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseFoldingTest {

  /// The last JDK whose data are those of Unicode 13.0.
  private static final int UNICODE_13 = 17;

  /// How many code points fold to others in Unicode 13.0.
  private static final int FOLDED = 1_416;

  @Test
  void tableIsThatOfTheJdkApartFromWhatUnicodeGotLater() {
    List<Integer> differing =
        codePoints().filter(c -> CaseFolding.fold(c) != foldedByJdk(c)).boxed().toList();

    if (Runtime.version().feature() <= UNICODE_13) {
      assertThat(differing).isEmpty();
    }
    assertThat(differing).allMatch(c -> CaseFolding.fold(c) == c);
    assertThat(codePoints().filter(c -> CaseFolding.fold(c) != c).count()).isEqualTo(FOLDED);
  }

  @Test
  void foldedTextFoldsToItself() {
    assertThat(codePoints().map(CaseFolding::fold))
        .allMatch(folded -> CaseFolding.fold(folded) == folded);
  }

  @Test
  void foldingKeepsTheNumberOfCodeUnits() {
    assertThat(
            codePoints()
                .filter(c -> Character.charCount(CaseFolding.fold(c)) != Character.charCount(c)))
        .isEmpty();
  }

  @Test
  void codePointsThatGotCaseLaterFoldToThemselves() {
    assertThat(CaseFolding.fold(0x2c2f)).isEqualTo(0x2c2f);
    assertThat(CaseFolding.fold(0xa7c0)).isEqualTo(0xa7c0);
    assertThat(CaseFolding.fold(0x1c89)).isEqualTo(0x1c89);
  }

  @Test
  void textIsFoldedByCodePoint() {
    assertThat(CaseFolding.fold("Ærøskøbing")).isEqualTo("ærøskøbing");
    assertThat(CaseFolding.fold("İIıi")).isEqualTo("iiii");
    assertThat(CaseFolding.fold("ẞß")).isEqualTo("ßß");
    assertThat(CaseFolding.fold("ΣΣς")).isEqualTo("σσσ");
    assertThat(CaseFolding.fold("\ud801\udc00\ud801")).isEqualTo("\ud801\udc28\ud801");
  }

  @Test
  void textsThatDifferInCaseOnlyHaveOneHash() {
    assertThat(CaseFolding.hash("İSTANBUL")).isEqualTo(CaseFolding.hash("istanbul"));
    assertThat(CaseFolding.hash("\ud801\udc00")).isEqualTo(CaseFolding.hash("\ud801\udc28"));
    assertThat(CaseFolding.hash("ab")).isNotEqualTo(CaseFolding.hash("ba"));
  }

  @Test
  void foldedTextIsFoundAtItsPlaceOnly() {
    assertThat(CaseFolding.matchesAt("xABy", 1, "ab")).isTrue();
    assertThat(CaseFolding.matchesAt("xABy", 0, "ab")).isFalse();
    assertThat(CaseFolding.matchesAt("xABy", 2, "by")).isTrue();
    assertThat(CaseFolding.matchesAt("x\ud801\udc00", 1, "\ud801\udc28")).isTrue();
    // In the middle of a code point there is only half of it.
    assertThat(CaseFolding.matchesAt("\ud801\udc00", 1, "\udc28")).isFalse();
  }

  private static IntStream codePoints() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT);
  }

  private static int foldedByJdk(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }
}
