// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import java.util.List;

/// What a rule asks of one attribute.
///
/// @param values any of these; of a number or version there is one
public record Condition(Test test, String attribute, List<String> values) {

  public Condition {
    values = List.copyOf(values);
  }

  /// How engines compare, as far as all of them can.
  public enum Test {
    IN,
    ENDS_WITH,
    NUMBER_AT_LEAST,
    VERSION_ABOVE,

    /// The value is a segment's key, and there is no attribute.
    IN_SEGMENT
  }

  static Condition in(String attribute, String... values) {
    return new Condition(Test.IN, attribute, List.of(values));
  }

  static Condition endsWith(String attribute, String value) {
    return new Condition(Test.ENDS_WITH, attribute, List.of(value));
  }

  static Condition atLeast(String attribute, int value) {
    return new Condition(Test.NUMBER_AT_LEAST, attribute, List.of(Integer.toString(value)));
  }

  static Condition above(String attribute, String version) {
    return new Condition(Test.VERSION_ABOVE, attribute, List.of(version));
  }

  static Condition inSegment(String key) {
    return new Condition(Test.IN_SEGMENT, "", List.of(key));
  }

  /// The only value.
  public String value() {
    return values.get(0);
  }
}
