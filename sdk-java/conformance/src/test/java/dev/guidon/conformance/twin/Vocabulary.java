// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A small world of values, so that random contexts often meet what random definitions name; with the edges in it.
final class Vocabulary {

  static final List<String> KEYS =
      List.of(
          "ann",
          "bob",
          "cid",
          "dan",
          "eve",
          "fay",
          "gus",
          "Ann",
          " ",
          "acme",
          "globex",
          "\uD83D\uDE00");
  static final List<String> KINDS = List.of("user", "organization", "device", "Device", "kind");
  static final List<String> TEXTS =
      List.of(
          "pro",
          "PRO",
          "Pro",
          "free",
          "",
          "p",
          "prop",
          "größe",
          "GRÖßE",
          "GRÖSSE",
          "ß",
          "ẞ",
          "ss",
          "İ",
          "ı",
          "i",
          "I",
          "K",
          "k",
          "\u212A",
          "ς",
          "σ",
          "é",
          "e\u0301",
          "\uD83D\uDE00",
          "\uD801\uDC00",
          "\uD801\uDC28",
          "\u2C2F",
          "\u2C5F",
          "true",
          "1",
          "a\nb",
          "pro\u0000",
          "x".repeat(1_024));
  private static final List<String> CONTEXT_TEXTS =
      List.of(
          "\uD800",
          "pro\uD800",
          "\uDC00",
          "\uD83D",
          "x".repeat(1_025),
          "é".repeat(512),
          "\uD800".repeat(1_024),
          "é".repeat(513));
  static final List<Double> NUMBERS =
      List.of(
          0.0,
          -0.0,
          1.0,
          2.0,
          1.5,
          -1.0,
          42.0,
          0.1 + 0.2,
          0.3,
          0x1p53,
          0x1p53 - 1,
          -0x1p53 + 1,
          1e15,
          1e300,
          -1e300,
          Double.MIN_VALUE);
  private static final List<Double> CONTEXT_NUMBERS =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  static final List<Object> INSTANTS =
      List.of(
          "2026-01-01T00:00:00Z",
          "2026-01-01t00:00:00z",
          "2026-01-01T01:00:00+01:00",
          "2025-12-31T23:59:59.999999999Z",
          "2026-01-01T00:00:00.0000000001Z",
          "2026-06-01T00:00:00Z",
          "0000-02-29T00:00:00Z",
          "9999-12-31T23:59:59-23:59",
          1_767_225_600_000.0,
          1_767_225_600_000.5,
          -0.5,
          1e300,
          -1e300,
          0.0);
  private static final List<Object> NO_INSTANTS =
      List.of(
          "2026-01-01",
          "2026-02-29T00:00:00Z",
          "2026-01-01T24:00:00Z",
          "2016-12-31T23:59:60Z",
          "2026-01-01T00:00:00",
          "2026-01-01 00:00:00Z",
          "0",
          "2026-01-01T00:00:00+24:00");
  static final List<String> VERSIONS =
      List.of(
          "1.0.0",
          "v1.0.0",
          "1",
          "1.0",
          "1.0.0-rc.1",
          "1.0.0-rc.2",
          "1.0.0-rc.10",
          "1-rc",
          "1.0.0+build",
          "2",
          "1.10.0",
          "1.9.0",
          "0.0.0",
          "1.0.0-0",
          "1.0.0-a-b",
          "1.0.0--",
          "99999999999999999999.0.0",
          "18446744073709551616",
          "1.0.0-" + "a".repeat(250));
  private static final List<String> NO_VERSIONS =
      List.of(
          "01.0.0",
          "1.0.0-01",
          "1.0.0-",
          "1.0.0+",
          "1.0.0.0",
          "V1",
          "1.",
          "",
          "1.0.0-a..b",
          "1.0.0-" + "a".repeat(251),
          "1.0.0-ä");
  static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1",
          "10.255.0.1",
          "192.168.1.1",
          "0.0.0.0",
          "255.255.255.255",
          "::ffff:10.0.0.1",
          "::ffff:a00:1",
          "2001:db8::1",
          "2001:DB8:0:0:0:0:0:1",
          "::",
          "::1",
          "1:2:3:4:5:6:7::",
          "64:ff9b::10.0.0.1");
  private static final List<String> NO_ADDRESSES =
      List.of(
          "10.0.0",
          "10.0.0.01",
          "256.0.0.1",
          "10.0.0.1:80",
          "fe80::1%eth0",
          "[::1]",
          "1:2:3:4:5:6:7:8::",
          ":::",
          "10.0.0.0/8",
          " ::1",
          "::ffff:10.0.0.01");
  static final List<String> BLOCKS =
      List.of(
          "10.0.0.0/8",
          "10.1.2.3/8",
          "10.0.0.1",
          "192.168.0.0/16",
          "0.0.0.0/0",
          "0.0.0.0/1",
          "2001:db8::/32",
          "::/0",
          "::1",
          "::ffff:10.0.0.0/104",
          "::ffff:0:0/96",
          "::ffff:10.0.0.0/95",
          "::ffff:10.0.0.1",
          "2001:db8::ffff/113");
  private static final List<String> NO_BLOCKS =
      List.of(
          "10.0.0.0/33",
          "::/129",
          "10.0.0.0/08",
          "10.0.0.0/",
          "/8",
          "10.0.0.0/-1",
          "x",
          "::ffff:10.0.0.0/129",
          "10.0.0.0/8/8");
  static final List<String> PATTERNS =
      List.of(
          "pro", "^pro$", "(?i)pro", ".", "^$", "x{3}", "ö", "\\p{Lu}", "a.b", "(?s)a.b", "[0-9]+",
          "");
  private static final List<String> NO_PATTERNS = List.of("(", "[", "(?=a)", "(a)\\1", "x{2,1}");

  private final Random random;

  Vocabulary(Random random) {
    this.random = random;
  }

  <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// What a clause with this operator may be given.
  Value clauseValue(String operator) {
    return switch (operator) {
      case "in" -> random.nextInt(4) > 0 ? Value.of(one(TEXTS)) : number(one(NUMBERS));
      case "startsWith", "endsWith", "contains" -> Value.of(one(TEXTS));
      case "matches" -> Value.of(one(PATTERNS));
      case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual" ->
          number(one(NUMBERS));
      case "before", "after" -> instant(one(INSTANTS));
      case "inCidr" -> Value.of(one(BLOCKS));
      default -> Value.of(one(VERSIONS));
    };
  }

  /// What it must refuse.
  Value refusedClauseValue(String operator) {
    return switch (random.nextInt(3)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(List.of(Value.of("pro")));
      default ->
          switch (operator) {
            case "matches" -> Value.of(one(NO_PATTERNS));
            case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual" ->
                Value.of("1");
            case "before", "after" -> instant(one(NO_INSTANTS));
            case "inCidr" -> Value.of(one(NO_BLOCKS));
            case "in" -> Value.of(Map.of("x", Value.TRUE));
            case "startsWith", "endsWith", "contains", "inSegment" -> number(1);
            default -> Value.of(one(NO_VERSIONS));
          };
    };
  }

  /// The attribute whose values are of use to the operator, most of the time.
  String attributeFor(String operator) {
    if (random.nextInt(8) == 0) {
      return one(
          List.of(
              "kind",
              "targetingKey",
              "$now",
              "/$now",
              "/kind/x",
              "missing",
              "tags",
              "/o",
              "/o/x",
              "/o/kind",
              "/o/x/y",
              "/o~1p",
              "o/p",
              "/tags/0",
              "/plan",
              "~"));
    }
    return switch (operator) {
      case "in", "startsWith", "endsWith", "contains", "matches", "exists", "inSegment" ->
          one(List.of("plan", "tags", "/o/x", "targetingKey", "kind", "plan"));
      case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual" ->
          one(List.of("seats", "tags", "seats"));
      case "before", "after" -> one(List.of("since", "$now", "since", "tags"));
      case "inCidr" -> "address";
      default -> "version";
    };
  }

  /// What a context may say under a name: mostly what clauses on that name read.
  Value attributeValue(String name) {
    if (random.nextInt(12) == 0) {
      return anything(2);
    }
    if (random.nextInt(8) == 0) {
      return list(name);
    }
    return switch (name) {
      case "seats" -> number(random.nextInt(10) == 0 ? one(CONTEXT_NUMBERS) : one(NUMBERS));
      case "since" -> random.nextInt(6) == 0 ? instant(one(NO_INSTANTS)) : anInstant();
      case "version" -> Value.of(random.nextInt(6) == 0 ? one(NO_VERSIONS) : one(VERSIONS));
      case "address" -> Value.of(random.nextInt(6) == 0 ? one(NO_ADDRESSES) : one(ADDRESSES));
      case "tags" -> list(one(List.of("plan", "seats", "since")));
      default -> aText();
    };
  }

  Value anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> number(random.nextInt(4) == 0 ? one(CONTEXT_NUMBERS) : one(NUMBERS));
      case 3 -> anInstant();
      case 4, 5 -> aText();
      case 6 -> Value.of(List.of(anything(depth - 1), anything(depth - 1)));
      default -> object(depth - 1);
    };
  }

  Value object(int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (String name : List.of("x", "kind", "$now", "y")) {
      if (random.nextBoolean()) {
        fields.put(name, random.nextInt(3) == 0 ? anything(depth) : aText());
      }
    }
    return Value.of(fields);
  }

  long at() {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> 1_767_225_600_001L;
      case 4 -> 1_767_225_599_999L;
      case 5 -> 1_780_272_000_000L;
      default -> 1_767_225_600_000L;
    };
  }

  private Value list(String name) {
    return switch (random.nextInt(4)) {
      case 0 -> Value.of(List.<Value>of());
      case 1 -> Value.of(List.of(attributeValue(name)));
      default -> Value.of(List.of(attributeValue(name), anything(1), attributeValue(name)));
    };
  }

  private Value aText() {
    return Value.of(random.nextInt(10) == 0 ? one(CONTEXT_TEXTS) : one(TEXTS));
  }

  private Value anInstant() {
    return random.nextInt(4) == 0
        ? Value.of(
            one(
                List.of(
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Instant.parse("2026-01-01T00:00:00.000000001Z"),
                    Instant.MAX,
                    Instant.MIN,
                    Instant.EPOCH)))
        : instant(one(INSTANTS));
  }

  private static Value instant(Object textOrMillis) {
    return textOrMillis instanceof String text ? Value.of(text) : number((Double) textOrMillis);
  }

  private static Value number(double number) {
    return Value.of(number);
  }
}
