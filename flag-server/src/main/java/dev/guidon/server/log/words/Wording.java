// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import java.math.BigDecimal;
import java.util.List;

/// How names, numbers and lists are written.
final class Wording {

  private static final int MOST_NAMES = 5;
  private static final int LONGEST_VALUE = 60;

  private Wording() {}

  static String quoted(String name) {
    return "`" + name + "`";
  }

  /// A value of a flag, cut where it gets long.
  static String value(Document value) {
    String text = value.json().toString();
    return quoted(
        text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…");
  }

  /// A weight in thousandths of a percent: "12.5 %".
  static String percent(int weight) {
    return BigDecimal.valueOf(weight, 3).stripTrailingZeros().toPlainString() + " %";
  }

  /// "3 customers (ann, bob, cy)"
  static String counted(List<String> names, String adjective, String noun) {
    String shown = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
    return names.size()
        + " "
        + (adjective.isEmpty() ? "" : adjective + " ")
        + (names.size() == 1 ? noun : plural(noun))
        + " ("
        + shown
        + more
        + ")";
  }

  /// "a, b and c"
  static String list(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  private static String plural(String noun) {
    return noun.endsWith("y") && !noun.endsWith("ey")
        ? noun.substring(0, noun.length() - 1) + "ies"
        : noun + "s";
  }
}
