// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

/// How a double is written in JSON.
public final class JsonNumber {

  private static final double LARGEST_EXACT = 9_007_199_254_740_991.0;

  private JsonNumber() {}

  /// Whether the number is integral and no other integer has the same double.
  public static boolean isExactInteger(double number) {
    return Math.rint(number) == number && Math.abs(number) <= LARGEST_EXACT;
  }
}
