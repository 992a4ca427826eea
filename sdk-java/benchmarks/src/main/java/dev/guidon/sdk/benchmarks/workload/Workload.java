// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import static dev.guidon.sdk.benchmarks.workload.Condition.above;
import static dev.guidon.sdk.benchmarks.workload.Condition.atLeast;
import static dev.guidon.sdk.benchmarks.workload.Condition.endsWith;
import static dev.guidon.sdk.benchmarks.workload.Condition.in;
import static dev.guidon.sdk.benchmarks.workload.Condition.inSegment;
import static dev.guidon.sdk.benchmarks.workload.Rule.everybody;
import static dev.guidon.sdk.benchmarks.workload.Rule.some;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One question to a flag, and how many percent of which users get it.
public enum Workload {
  W1("on"),
  W2("off"),
  W3("5 rules of 2 clauses"),
  W4("list of 1,000"),
  W5("5 %"),
  W6("DE + 10 %"),
  W7("segment of 10,000 + 50 %"),
  W8("JSON of 10 fields"),
  W9("unknown");

  /// How many keys are listed, every other user of the ring's among them.
  static final int LISTED = 1_000;

  /// How many keys are in the segment, every other user of the ring's among them.
  static final int MEMBERS = 10_000;

  public static final String SEGMENT = "segment";
  public static final int JSON_FIELDS = 10;

  private final String title;
  private final String flagKey;

  Workload(String title) {
    this.title = title;
    this.flagKey = "workload-" + name();
  }

  public String title() {
    return title;
  }

  public String flagKey() {
    return flagKey;
  }

  public boolean isJson() {
    return this == W8;
  }

  public boolean isDefined() {
    return this != W9;
  }

  /// Null for the flag that nobody defined.
  @Nullable Flag flag() {
    return switch (this) {
      case W1 -> Flag.rolledOut(flagKey, 100);
      case W2 -> Flag.off(flagKey);
      case W3 -> Flag.ruled(flagKey, fiveRules());
      case W4 -> Flag.listing(flagKey, everyOtherKey(LISTED));
      case W5 -> Flag.rolledOut(flagKey, 5);
      case W6 -> Flag.ruled(flagKey, some(10, in("country", "DE")));
      case W7 -> Flag.ruled(flagKey, some(50, inSegment(SEGMENT)));
      case W8 -> Flag.json(flagKey, fields());
      case W9 -> null;
    };
  }

  /// How many percent of users like this one get the flag: 0, 100, or as many as a rollout says.
  public int percentage(User user, int number) {
    boolean listed = number % 2 == 0;
    return switch (this) {
      case W1, W3, W8 -> 100;
      case W2, W9 -> 0;
      case W4 -> listed ? 100 : 0;
      case W5 -> 5;
      case W6 -> user.country().equals("DE") ? 10 : 0;
      case W7 -> listed ? 50 : 0;
    };
  }

  /// Only the last rule matches, and each of the others fails at its second condition.
  private static Rule[] fiveRules() {
    return new Rule[] {
      everybody(in("plan", "pro", "free", "team"), endsWith("email", "@staff.example.com")),
      everybody(atLeast("age", 18), above("version", "9.0.0")),
      everybody(in("country", "AT", "DE", "ES", "FR", "IT", "NL", "PL"), atLeast("age", 90)),
      everybody(endsWith("email", "example.com"), above("version", "8.5.0")),
      everybody(in("plan", "pro", "free", "team"), above("version", "1.9.0"))
    };
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < JSON_FIELDS; i++) {
      fields.put("field" + i, "value " + i);
    }
    return fields;
  }

  static List<String> everyOtherKey(int count) {
    return IntStream.range(0, count).mapToObj(i -> User.keyOf(2 * i)).toList();
  }
}
