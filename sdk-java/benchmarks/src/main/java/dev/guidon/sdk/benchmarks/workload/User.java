// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.workload;

import java.util.List;
import java.util.stream.IntStream;

/// Somebody whom flags are asked for: a targeting key of 24 characters and six attributes.
public record User(
    String key, String country, String plan, String email, String version, int age, boolean beta) {

  /// The users that a benchmark asks for in turn. A power of two.
  public static final int RING = 1_024;

  static final List<String> COUNTRIES = List.of("DE", "FR", "NL", "DE", "PL", "ES", "IT", "AT");
  static final List<String> PLANS = List.of("free", "pro", "team");

  public static List<User> ring() {
    return IntStream.range(0, RING).mapToObj(User::numbered).toList();
  }

  static User numbered(int number) {
    return new User(
        keyOf(number),
        COUNTRIES.get(number % COUNTRIES.size()),
        PLANS.get(number % PLANS.size()),
        "user" + number + "@mail.example.com",
        "2." + number % 10 + "." + number % 7,
        18 + number % 60,
        number % 5 == 0);
  }

  /// Keys as applications have them: alike at the beginning, and not in the order of their numbers.
  static String keyOf(int number) {
    return String.format("user-%016x-%02d", number * 0x9E3779B97F4A7C15L, number % 100);
  }
}
