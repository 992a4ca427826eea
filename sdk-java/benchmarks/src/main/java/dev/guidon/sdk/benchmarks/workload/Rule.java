// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.UUID;

/// Conditions that must all hold, and how many percent of those for whom they do get the flag.
public record Rule(List<Condition> conditions, int percentage) {

  public Rule {
    conditions = List.copyOf(conditions);
  }

  /// Ids as servers make them: 36 characters, each different from all others.
  public static String idOf(Flag flag, int number) {
    return UUID.nameUUIDFromBytes((flag.key() + "/" + number).getBytes(US_ASCII)).toString();
  }

  static Rule everybody(Condition... conditions) {
    return new Rule(List.of(conditions), 100);
  }

  static Rule some(int percentage, Condition... conditions) {
    return new Rule(List.of(conditions), percentage);
  }
}
