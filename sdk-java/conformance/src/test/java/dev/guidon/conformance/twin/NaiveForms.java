// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.InstantValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Chapters 12 and 14 to 16: forms of text that operators read. Each is null when the text is none.
final class NaiveForms {

  private NaiveForms() {}

  // Instants: nanoseconds since 1970, of any size.

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  static @Nullable BigInteger instant(Value value) {
    if (value instanceof InstantValue instant) {
      return nanos(instant.value());
    }
    if (value instanceof NumberValue number && Double.isFinite(number.value())) {
      return new BigDecimal(number.value())
          .movePointRight(6)
          .setScale(0, RoundingMode.FLOOR)
          .toBigIntegerExact();
    }
    return value instanceof StringValue text ? rfc3339(text.value()) : null;
  }

  static BigInteger nanos(Instant instant) {
    return BigInteger.valueOf(instant.getEpochSecond())
        .multiply(NANOS_PER_SECOND)
        .add(BigInteger.valueOf(instant.getNano()));
  }

  private static @Nullable BigInteger rfc3339(String text) {
    Matcher matcher = RFC_3339.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    LocalDate date;
    try {
      date = LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    } catch (DateTimeException e) {
      return null;
    }
    int hour = number(matcher, 4);
    int minute = number(matcher, 5);
    int second = number(matcher, 6);
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    long seconds = date.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
    if (matcher.group(8) != null) {
      int hours = number(matcher, 9);
      int minutes = number(matcher, 10);
      if (hours > 23 || minutes > 59) {
        return null;
      }
      int offset = hours * 3_600 + minutes * 60;
      seconds -= matcher.group(8).equals("+") ? offset : -offset;
    }
    String fraction = matcher.group(7) == null ? "" : matcher.group(7);
    String nanos = (fraction + "000000000").substring(0, 9);
    return BigInteger.valueOf(seconds).multiply(NANOS_PER_SECOND).add(new BigInteger(nanos));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  // Versions.

  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final Pattern VERSION =
      Pattern.compile(
          "v?"
              + NUMBER
              + "(?:\\."
              + NUMBER
              + "(?:\\."
              + NUMBER
              + ")?)?(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?");

  /// @param preRelease empty: a release
  record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease)
      implements Comparable<Version> {

    @Override
    public int compareTo(Version other) {
      return Comparator.comparing(Version::major)
          .thenComparing(Version::minor)
          .thenComparing(Version::patch)
          .thenComparing(Version::preRelease, Version::comparePreReleases)
          .compare(this, other);
    }

    private static int comparePreReleases(List<String> one, List<String> other) {
      if (one.isEmpty() || other.isEmpty()) {
        return Boolean.compare(one.isEmpty(), other.isEmpty());
      }
      for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
        int order = compareIdentifiers(one.get(i), other.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(one.size(), other.size());
    }

    private static int compareIdentifiers(String one, String other) {
      boolean oneIsNumber = isDigits(one);
      boolean otherIsNumber = isDigits(other);
      if (oneIsNumber && otherIsNumber) {
        return new BigInteger(one).compareTo(new BigInteger(other));
      }
      if (oneIsNumber || otherIsNumber) {
        return oneIsNumber ? -1 : 1;
      }
      return one.compareTo(other);
    }
  }

  static @Nullable Version version(Value value) {
    if (!(value instanceof StringValue text) || text.value().length() > 256) {
      return null;
    }
    Matcher matcher = VERSION.matcher(text.value());
    if (!matcher.matches()) {
      return null;
    }
    List<String> preRelease = identifiers(matcher.group(4));
    List<String> build = identifiers(matcher.group(5));
    if (preRelease.contains("") || build.contains("")) {
      return null;
    }
    for (String identifier : preRelease) {
      if (isDigits(identifier) && identifier.length() > 1 && identifier.startsWith("0")) {
        return null;
      }
    }
    return new Version(part(matcher, 1), part(matcher, 2), part(matcher, 3), preRelease);
  }

  private static BigInteger part(Matcher matcher, int group) {
    return matcher.group(group) == null ? BigInteger.ZERO : new BigInteger(matcher.group(group));
  }

  private static List<String> identifiers(@Nullable String text) {
    return text == null ? List.of() : Arrays.asList(text.split("\\.", -1));
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  // Addresses: as text of bits, '0' and '1'.

  /// @param bits 32 or 128 of them
  record Block(String bits, int length) {

    boolean holds(String address) {
      return address.length() == bits.length() && address.startsWith(bits.substring(0, length));
    }
  }

  private static final String MAPPED = "0".repeat(80) + "1".repeat(16);

  static @Nullable Block block(String text) {
    int slash = text.indexOf('/');
    String bits = bits(slash < 0 ? text : text.substring(0, slash));
    if (bits == null) {
      return null;
    }
    int length = bits.length();
    if (slash >= 0) {
      String digits = text.substring(slash + 1);
      if (!isDigits(digits)
          || digits.length() > 3
          || !String.valueOf(Integer.parseInt(digits)).equals(digits)) {
        return null;
      }
      length = Integer.parseInt(digits);
      if (length > bits.length()) {
        return null;
      }
    }
    if (bits.startsWith(MAPPED) && bits.length() == 128 && length >= 96) {
      return new Block(bits.substring(96), length - 96);
    }
    return new Block(bits, length);
  }

  static @Nullable String address(String text) {
    String bits = bits(text);
    return bits != null && bits.length() == 128 && bits.startsWith(MAPPED)
        ? bits.substring(96)
        : bits;
  }

  private static @Nullable String bits(String text) {
    return text.contains(":") ? bitsOfSix(text) : bitsOfFour(text);
  }

  private static @Nullable String bitsOfFour(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    StringBuilder bits = new StringBuilder();
    for (String part : parts) {
      if (!isDigits(part) || part.length() > 3 || (part.length() > 1 && part.startsWith("0"))) {
        return null;
      }
      int number = Integer.parseInt(part);
      if (number > 255) {
        return null;
      }
      bits.append(binary(number, 8));
    }
    return bits.toString();
  }

  private static @Nullable String bitsOfSix(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      String bits = bitsOfGroups(text, true);
      return bits != null && bits.length() == 128 ? bits : null;
    }
    String before = text.substring(0, gap);
    String after = text.substring(gap + 2);
    String head = before.isEmpty() ? "" : bitsOfGroups(before, false);
    String tail = after.isEmpty() ? "" : bitsOfGroups(after, true);
    if (head == null || tail == null || head.length() + tail.length() > 112) {
      return null;
    }
    return head + "0".repeat(128 - head.length() - tail.length()) + tail;
  }

  private static @Nullable String bitsOfGroups(String text, boolean mayEndInFour) {
    List<String> groups = new ArrayList<>(Arrays.asList(text.split(":", -1)));
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      String group = groups.get(i);
      if (mayEndInFour && i == groups.size() - 1 && group.contains(".")) {
        String four = bitsOfFour(group);
        if (four == null) {
          return null;
        }
        bits.append(four);
      } else if (Pattern.matches("[0-9A-Fa-f]{1,4}", group)) {
        bits.append(binary(Integer.parseInt(group, 16), 16));
      } else {
        return null;
      }
    }
    return bits.toString();
  }

  private static String binary(int number, int digits) {
    String binary = Integer.toBinaryString(number);
    return "0".repeat(digits - binary.length()) + binary;
  }

  // Case.

  /// Capital letters that came after Unicode 13.0, which a later JDK folds.
  private static final int[][] LATER = {
    {0x1C89, 0x1C89},
    {0x2C2F, 0x2C2F},
    {0xA7C0, 0xA7C0},
    {0xA7CB, 0xA7DC},
    {0x10570, 0x10595},
    {0x10D50, 0x10D65}
  };

  static String folded(String text) {
    return text.codePoints()
        .map(c -> isLater(c) ? c : Character.toLowerCase(Character.toUpperCase(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLater(int codePoint) {
    return Arrays.stream(LATER).anyMatch(range -> codePoint >= range[0] && codePoint <= range[1]);
  }
}
