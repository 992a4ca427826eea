// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.compat;

import java.util.Arrays;

/// A version as the facts have it: numbers separated by dots, compared number by number, missing ones being 0.
///
/// Written apart from the engine's versions on purpose, because it judges them.
final class BrowserVersion {

  private final String text;
  private final int[] numbers;

  BrowserVersion(String text) {
    this.text = text;
    this.numbers = Arrays.stream(text.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
  }

  boolean isBefore(BrowserVersion other) {
    for (int place = 0; place < Math.max(numbers.length, other.numbers.length); place++) {
      int order = Integer.compare(numberAt(place), other.numberAt(place));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private int numberAt(int place) {
    return place < numbers.length ? numbers[place] : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
