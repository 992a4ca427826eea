// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {

  private static final int NONE = Comparison.NO_ORDER;

  private static final Pattern DATE_TIME =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]+))?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))");

  private final Random random = new Random(17);

  @Test
  void textIsTheInstantThatItSays() {
    int readable = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = random.nextInt(4) == 0 ? mutated(dateTime()) : dateTime();
      BigInteger nanos = nanosOf(text);
      readable += nanos == null ? 0 : 1;

      assertReadsAs(Value.of(text), nanos);
    }
    assertThat(readable).isBetween(50_000, 190_000);
  }

  @Test
  void everyDayOfFourCenturiesIsReadAsTheCalendarHasIt() {
    LocalDate day = LocalDate.of(1_899, 12, 31);
    for (; day.getYear() < 2_301; day = day.plusDays(1)) {
      Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();

      assertThat(Timestamp.of(Value.of(day + "T00:00:00Z")).order(start)).as("%s", day).isZero();
    }
  }

  @Test
  void millisecondsAreFlooredToNanosecondsExactly() {
    for (int i = 0; i < 300_000; i++) {
      double millis = millis();

      assertReadsAs(Value.of(millis), nanosOf(millis));
    }
  }

  @Test
  void formsCompareWithEachOther() {
    for (int i = 0; i < 100_000; i++) {
      Value one = value();
      Value other = random.nextInt(8) == 0 ? one : value();
      BigInteger nanos = nanosOf(one);
      BigInteger otherNanos = nanosOf(other);
      if (nanos != null && otherNanos != null) {
        assertThat(order(other, Timestamp.of(one)))
            .as("%s against %s", other, one)
            .isEqualTo(otherNanos.compareTo(nanos));
      }
    }
  }

  @Test
  void wholeMillisecondsCompareAsTheyAre() {
    for (int i = 0; i < 100_000; i++) {
      Value bound = value();
      BigInteger nanos = nanosOf(bound);
      long at = random.nextBoolean() ? random.nextLong() : around(bound);
      if (nanos != null) {
        assertThat(Timestamp.of(bound).order(at))
            .as("%s against %s", at, bound)
            .isEqualTo(nanosOf(at).compareTo(nanos));
      }
    }
  }

  @Test
  void firstMillisecondsAreThoseFromWhichOnAnInstantHasCome() {
    for (int i = 0; i < 100_000; i++) {
      Value bound = value();
      BigInteger nanos = nanosOf(bound);
      if (nanos != null && ceiling(nanos).bitLength() < 63) {
        Timestamp timestamp = Timestamp.of(bound);

        assertThat(timestamp.firstMillisNotBefore())
            .as("%s", bound)
            .isEqualTo(ceiling(nanos).longValueExact());
        assertThat(timestamp.firstMillisAfter())
            .as("%s", bound)
            .isEqualTo(ceiling(nanos.add(BigInteger.ONE)).longValueExact());
      }
    }
  }

  @Test
  void theEarliestComesFirst() {
    List<String> rising =
        List.of(
            "0000-01-01T00:00:00+23:59",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "1970-01-01T00:00:00.000000001Z",
            "9999-12-31T23:59:59.999999999-23:59");

    assertThat(rising.stream().map(text -> Timestamp.of(Value.of(text))).toList())
        .isSortedAccordingTo(Timestamp.EARLIEST_FIRST)
        .doesNotContainNull();
  }

  @Test
  void noMagnitudeOverflows() {
    Timestamp far = Timestamp.of(Value.of(1e300));

    assertThat(far.order(Instant.MAX)).isEqualTo(-1);
    assertThat(far.order(1.1e300)).isEqualTo(1);
    assertThat(far.order(1e300)).isZero();
    assertThat(Timestamp.of(Value.of(-1e300)).order(Instant.MIN)).isEqualTo(1);
    assertThat(Timestamp.of(Value.of(-1e300)).order(-Double.MAX_VALUE)).isEqualTo(-1);
    assertThat(far.firstMillisNotBefore()).isEqualTo(Long.MAX_VALUE);
    assertThat(Timestamp.of(Value.of(-1e300)).firstMillisAfter()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void numbersThatAreNotFiniteAreNoInstants() {
    for (double none :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThat(Timestamp.of(Value.of(none))).isNull();
      assertThat(Timestamp.of(Value.of(0)).order(none)).isEqualTo(NONE);
    }
  }

  @Test
  void onlyTextAndNumbersAreRead() {
    assertThat(Timestamp.of(Value.TRUE)).isNull();
    assertThat(Timestamp.of(Value.NULL)).isNull();
    assertThat(Timestamp.of(Value.of(Instant.EPOCH))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2030-01-01",
        "2030-01-01T00:00Z",
        "2030-01-01T00:00:00",
        "2030-01-01 00:00:00Z",
        "2030-01-01T24:00:00Z",
        "2030-01-01T00:00:60Z",
        "2030-01-01T00:60:00Z",
        "2030-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2030-04-31T00:00:00Z",
        "2030-00-01T00:00:00Z",
        "2030-13-01T00:00:00Z",
        "2030-01-00T00:00:00Z",
        "2030-01-32T00:00:00Z",
        "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00,5Z",
        "2030-01-01T00:00:00+24:00",
        "2030-01-01T00:00:00+00:60",
        "2030-01-01T00:00:00+0000",
        "2030-01-01T00:00:00+00",
        "2030-01-01T00:00:00 00:00",
        "2030-01-01T00:00:00ZZ",
        "2030-01-01T00:00:00Z ",
        " 2030-01-01T00:00:00Z",
        "+2030-01-01T00:00:00Z",
        "-2030-01-01T00:00:00Z",
        "12030-01-01T00:00:00Z",
        "２030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.5",
        "2030-01-01T00:00:00.5+1:00",
        "2030:01:01T00:00:00Z"
      })
  void otherTextIsNoInstant(String text) {
    assertReadsAs(Value.of(text), null);
  }

  /// The value is the instant as a bound of a clause, and as the element that is compared with a bound.
  private void assertReadsAs(Value value, BigInteger nanos) {
    Timestamp epoch = Timestamp.of(Value.of(0));
    Timestamp timestamp = Timestamp.of(value);
    if (nanos == null) {
      assertThat(timestamp).as("%s", value).isNull();
      assertThat(order(value, epoch)).as("%s", value).isEqualTo(NONE);
      return;
    }
    assertThat(timestamp).as("%s", value).isNotNull();
    assertThat(order(value, epoch)).as("%s", value).isEqualTo(nanos.signum());
    BigInteger[] secondsAndNanos = divide(nanos, BigInteger.valueOf(1_000_000_000));
    if (secondsAndNanos[0].bitLength() < 54) { // and so within what java.time holds
      Instant instant =
          Instant.ofEpochSecond(secondsAndNanos[0].longValue(), secondsAndNanos[1].longValue());
      assertThat(timestamp.order(instant)).as("%s", value).isZero();
      assertThat(timestamp.order(instant.minusNanos(1))).as("%s", value).isEqualTo(-1);
      assertThat(timestamp.order(instant.plusNanos(1))).as("%s", value).isEqualTo(1);
    }
  }

  private static int order(Value value, Timestamp bound) {
    return value instanceof Value.StringValue text
        ? bound.order(text.value())
        : bound.order(((Value.NumberValue) value).value());
  }

  // What the specification says, in exact numbers.

  private static BigInteger nanosOf(Value value) {
    return value instanceof Value.StringValue text
        ? nanosOf(text.value())
        : nanosOf(((Value.NumberValue) value).value());
  }

  private static BigInteger nanosOf(String text) {
    Matcher matcher = DATE_TIME.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long day;
    try {
      day = LocalDate.parse(matcher.group(1)).toEpochDay();
    } catch (DateTimeException e) {
      return null;
    }
    int hour = Integer.parseInt(matcher.group(2));
    int minute = Integer.parseInt(matcher.group(3));
    int second = Integer.parseInt(matcher.group(4));
    int offset = 0;
    if (matcher.group(6) != null) {
      int hours = Integer.parseInt(matcher.group(7));
      int minutes = Integer.parseInt(matcher.group(8));
      if (hours > 23 || minutes > 59) {
        return null;
      }
      offset = (matcher.group(6).equals("-") ? -60 : 60) * (60 * hours + minutes);
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    String fraction = matcher.group(5) == null ? "" : matcher.group(5);
    long seconds = 86_400 * day + 3_600L * hour + 60L * minute + second - offset;
    return BigInteger.valueOf(seconds)
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(new BigInteger((fraction + "000000000").substring(0, 9)));
  }

  private static BigInteger nanosOf(double millis) {
    return new BigDecimal(millis)
        .movePointRight(6)
        .setScale(0, RoundingMode.FLOOR)
        .toBigIntegerExact();
  }

  private static BigInteger nanosOf(long millis) {
    return BigInteger.valueOf(millis).multiply(BigInteger.valueOf(1_000_000));
  }

  private static BigInteger ceiling(BigInteger nanos) {
    BigInteger[] millis = divide(nanos, BigInteger.valueOf(1_000_000));
    return millis[1].signum() == 0 ? millis[0] : millis[0].add(BigInteger.ONE);
  }

  /// Quotient and remainder, the remainder not negative.
  private static BigInteger[] divide(BigInteger dividend, BigInteger divisor) {
    BigInteger remainder = dividend.mod(divisor);
    return new BigInteger[] {dividend.subtract(remainder).divide(divisor), remainder};
  }

  private static long clamped(BigInteger millis) {
    return millis
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .max(BigInteger.valueOf(Long.MIN_VALUE))
        .longValue();
  }

  // Anything.

  private Value value() {
    return random.nextBoolean() ? Value.of(dateTime()) : Value.of(millis());
  }

  private long around(Value value) {
    return clamped(ceiling(nanosOf(value) == null ? BigInteger.ZERO : nanosOf(value)))
        + random.nextInt(5)
        - 2;
  }

  private double millis() {
    double any =
        switch (random.nextInt(6)) {
          case 0 -> random.nextInt(4_000) - 2_000;
          case 1 -> (random.nextInt(4_000_001) - 2_000_000) / 1e6;
          case 2 -> random.nextLong(-(1L << 41), 1L << 41) / 1e3;
          case 3 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(80));
          case 4 -> Math.scalb(1.0, random.nextInt(40, 70)) * (random.nextBoolean() ? 1 : -1);
          default -> random.nextDouble() / 1e6;
        };
    return switch (random.nextInt(4)) {
      case 0 -> Math.nextUp(any);
      case 1 -> Math.nextDown(any);
      default -> any;
    };
  }

  private String dateTime() {
    String digits = "%09d999".formatted(random.nextInt(1_000_000_000));
    String fraction = random.nextBoolean() ? "" : "." + digits.substring(0, 1 + random.nextInt(12));
    String zone =
        random.nextBoolean()
            ? one("Z", "z")
            : one("+", "-") + "%02d:%02d".formatted(random.nextInt(25), random.nextInt(61));
    return "%04d-%02d-%02d%s%02d:%02d:%02d"
            .formatted(
                random.nextBoolean() ? 1_960 + random.nextInt(80) : random.nextInt(10_000),
                random.nextInt(14),
                1 + random.nextInt(31),
                one("T", "t"),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60))
        + fraction
        + zone;
  }

  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> mutated.deleteCharAt(at);
      case 1 -> mutated.insert(at, one("0", "9", "-", ":", "T", "Z", ".", " "));
      default -> mutated.setCharAt(at, one("0", "9", "-", ":", "T", "Z", ".", "/").charAt(0));
    }
    return mutated.toString();
  }

  private String one(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
