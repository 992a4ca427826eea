// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A flag as every engine can say it.
///
/// @param json what it serves instead of true, or null for a boolean flag
/// @param listed keys of users who get it whatever the rules say
/// @param percentage of those whom no rule matches, how many get it
public record Flag(
    String key,
    boolean on,
    @Nullable Map<String, String> json,
    List<String> listed,
    List<Rule> rules,
    int percentage) {

  public Flag {
    listed = List.copyOf(listed);
    rules = List.copyOf(rules);
  }

  static Flag off(String key) {
    return new Flag(key, false, null, List.of(), List.of(), 100);
  }

  static Flag json(String key, Map<String, String> json) {
    return new Flag(key, true, json, List.of(), List.of(), 100);
  }

  static Flag listing(String key, List<String> users) {
    return new Flag(key, true, null, users, List.of(), 0);
  }

  static Flag rolledOut(String key, int percentage) {
    return new Flag(key, true, null, List.of(), List.of(), percentage);
  }

  static Flag ruled(String key, Rule... rules) {
    return new Flag(key, true, null, List.of(), List.of(rules), 0);
  }
}
