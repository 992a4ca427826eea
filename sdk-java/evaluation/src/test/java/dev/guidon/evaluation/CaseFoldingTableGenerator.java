// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import java.util.ArrayList;
import java.util.List;

/// Prints the rows of `CaseFoldingTable` from the data of the JDK that runs it, which must be that of Unicode 13.0: a JDK 17.
///
/// `java CaseFoldingTableGenerator.java`
final class CaseFoldingTableGenerator {

  private static final int RUNS_IN_A_ROW = 6;

  private CaseFoldingTableGenerator() {}

  public static void main(String[] arguments) {
    List<Run> runs = runs();
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < runs.size(); i++) {
      rows.append(runs.get(i)).append((i + 1) % RUNS_IN_A_ROW == 0 ? '\n' : ' ');
    }
    System.out.println(rows);
  }

  private static List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      int difference = Character.toLowerCase(Character.toUpperCase(codePoint)) - codePoint;
      if (difference == 0) {
        continue;
      }
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last.goesOnWith(codePoint, difference)) {
        runs.set(
            runs.size() - 1, new Run(last.first, codePoint, codePoint - last.last, difference));
      } else {
        runs.add(new Run(codePoint, codePoint, 1, difference));
      }
    }
    return runs;
  }

  /// Every `step`th code point from `first` to `last` is folded by adding `difference`.
  private record Run(int first, int last, int step, int difference) {

    boolean goesOnWith(int codePoint, int nextDifference) {
      return nextDifference == difference
          && (first == last ? codePoint - last <= 2 : codePoint - last == step);
    }

    @Override
    public String toString() {
      String range = first == last ? "%x".formatted(first) : "%x-%x".formatted(first, last);
      return range + (step == 1 ? "" : "/" + step) + "%+d".formatted(difference);
    }
  }
}
