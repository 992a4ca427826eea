// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// An instant that others are compared with, which are read where they stand: as RFC 3339 text, as epoch milliseconds, or
/// as an instant. EVAL-14
///
/// Seconds and nanoseconds hold every text and every `java.time.Instant`. Milliseconds reach further, up to 1.8e308; from
/// 2^66 on (beyond which there is nothing but milliseconds) they are kept as they are.
final class Timestamp {

  private static final int UNREADABLE = Comparison.NO_ORDER;
  private static final double FAR = 0x1p66;
  private static final long NO_SECONDS = Long.MIN_VALUE;

  static final Comparator<Timestamp> EARLIEST_FIRST =
      (a, b) -> b.order(a.seconds, a.nanos, a.farMillis);

  private final long seconds;
  private final int nanos;
  private final double farMillis;

  private Timestamp(long seconds, int nanos, double farMillis) {
    this.seconds = seconds;
    this.nanos = nanos;
    this.farMillis = farMillis;
  }

  /// Reads a value of a definition: text or milliseconds; null when it is no instant.
  static @Nullable Timestamp of(Value value) {
    if (value instanceof StringValue text) {
      long seconds = secondsOf(text.value());
      return seconds == NO_SECONDS ? null : new Timestamp(seconds, nanosOf(text.value()), 0);
    }
    if (value instanceof NumberValue number && Double.isFinite(number.value())) {
      double millis = number.value();
      return new Timestamp(secondsOf(millis), nanosOf(millis), farMillisOf(millis));
    }
    return null;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// Whether the text is an instant before this one (−1), this one (0), after it (1), or none ({@link Comparison#NO_ORDER}).
  int order(String text) {
    long seconds = secondsOf(text);
    return seconds == NO_SECONDS ? UNREADABLE : order(seconds, nanosOf(text), 0);
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  int order(double epochMillis) {
    return Double.isFinite(epochMillis)
        ? order(secondsOf(epochMillis), nanosOf(epochMillis), farMillisOf(epochMillis))
        : UNREADABLE;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  int order(long epochMillis) {
    return order(
        Math.floorDiv(epochMillis, 1_000L),
        (int) Math.floorMod(epochMillis, 1_000L) * 1_000_000,
        0);
  }

  int order(Instant instant) {
    return order(instant.getEpochSecond(), instant.getNano(), 0);
  }

  private int order(long seconds, int nanos, double farMillis) {
    if (seconds != this.seconds) {
      return seconds < this.seconds ? -1 : 1;
    }
    if (nanos != this.nanos) {
      return nanos < this.nanos ? -1 : 1;
    }
    return Double.compare(farMillis, this.farMillis);
  }

  /// The first whole epoch millisecond that is not before this instant; `Long.MAX_VALUE` when a long cannot hold it.
  long firstMillisNotBefore() {
    return firstMillis(nanos % 1_000_000 == 0 ? 0 : 1);
  }

  /// The first whole epoch millisecond that is after this instant; `Long.MAX_VALUE` when a long cannot hold it.
  long firstMillisAfter() {
    return firstMillis(1);
  }

  private long firstMillis(int beyond) {
    if (seconds > Long.MAX_VALUE / 1_000 - 1) {
      return Long.MAX_VALUE;
    }
    if (seconds < Long.MIN_VALUE / 1_000) {
      return Long.MIN_VALUE;
    }
    return seconds * 1_000 + nanos / 1_000_000 + beyond;
  }

  // Milliseconds.

  private static long secondsOf(double millis) {
    if (Math.abs(millis) >= FAR) {
      return millis < 0 ? Long.MIN_VALUE + 1 : Long.MAX_VALUE;
    }
    if (Math.abs(millis) >= 0x1p53) {
      // A multiple of 8 or small enough not to need to be.
      return Math.abs(millis) >= 0x1p62
          ? Math.floorDiv((long) (millis / 8), 125)
          : Math.floorDiv((long) millis, 1_000);
    }
    return Math.floorDiv((long) Math.floor(millis), 1_000);
  }

  private static int nanosOf(double millis) {
    if (Math.abs(millis) >= FAR) {
      return 0;
    }
    if (Math.abs(millis) >= 0x1p62) {
      return (int) Math.floorMod((long) (millis / 8), 125L) * 8_000_000;
    }
    int millisOfSecond = (int) Math.floorMod((long) Math.floor(millis), 1_000L);
    return millisOfSecond * 1_000_000
        + Math.floorMod(nanosOfFraction(millis - (long) millis), 1_000_000);
  }

  /// ⌊fraction × 10^6⌋, exactly, below zero too: multiplying doubles could round up to the next nanosecond.
  private static int nanosOfFraction(double fraction) {
    if (Math.abs(fraction) < 0x1p-20) {
      // Less than a nanosecond, which is more than 2^-20 milliseconds.
      return fraction < 0 ? -1 : 0;
    }
    // No bit lies below 2^-72, so 40 bits and 33 more hold the fraction whole.
    double scaled = fraction * 0x1p40;
    long high = (long) scaled;
    long low = (long) ((scaled - high) * 0x1p33);
    return (int) ((high * 1_000_000 + ((low * 1_000_000) >> 33)) >> 40);
  }

  private static double farMillisOf(double millis) {
    return Math.abs(millis) >= FAR ? millis : 0;
  }

  // Text: date-time of RFC 3339 §5.6, YYYY-MM-DDThh:mm:ss[.f]Z or with an offset.

  private static final int END_OF_SECONDS = 19;

  /// The seconds since the epoch, or {@link #NO_SECONDS} when the text is no date-time.
  private static long secondsOf(String text) {
    int length = text.length();
    if (length < END_OF_SECONDS + 1
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) | 0x20) != 't'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return NO_SECONDS;
    }
    int century = twoDigits(text, 0);
    int yearOfCentury = twoDigits(text, 2);
    int month = twoDigits(text, 5);
    int day = twoDigits(text, 8);
    int hour = twoDigits(text, 11);
    int minute = twoDigits(text, 14);
    int second = twoDigits(text, 17);
    // A negative number is one that is none, and so makes what it is part of negative.
    if ((century | yearOfCentury | month | day | hour | minute | second) < 0) {
      return NO_SECONDS;
    }
    int year = 100 * century + yearOfCentury;
    if (month < 1
        || month > 12
        || day < 1
        || day > daysOf(month, year)
        || hour > 23
        || minute > 59
        || second > 59) {
      return NO_SECONDS;
    }
    int offset = offsetMinutes(text, endOfFraction(text));
    if (offset == NO_OFFSET) {
      return NO_SECONDS;
    }
    return epochDay(year, month, day) * 86_400 + hour * 3_600L + (minute - offset) * 60L + second;
  }

  /// The nanoseconds of a date-time.
  private static int nanosOf(String text) {
    int nanos = 0;
    int end = Math.min(endOfFraction(text), END_OF_SECONDS + 10);
    int unit = 100_000_000;
    for (int i = END_OF_SECONDS + 1; i < end; i++) {
      nanos += (text.charAt(i) - '0') * unit;
      unit /= 10;
    }
    return nanos;
  }

  /// One past the fraction, or where it would begin when there is none or it has no digits.
  private static int endOfFraction(String text) {
    if (text.charAt(END_OF_SECONDS) != '.') {
      return END_OF_SECONDS;
    }
    int end = END_OF_SECONDS + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end == END_OF_SECONDS + 1 ? END_OF_SECONDS : end;
  }

  private static final int NO_OFFSET = Integer.MIN_VALUE;

  /// The minutes that the rest of the text names as offset, or {@link #NO_OFFSET} when it names none.
  private static int offsetMinutes(String text, int at) {
    int rest = text.length() - at;
    if (rest == 1) {
      return (text.charAt(at) | 0x20) == 'z' ? 0 : NO_OFFSET;
    }
    if (rest != 6 || text.charAt(at + 3) != ':') {
      return NO_OFFSET;
    }
    char sign = text.charAt(at);
    int hours = twoDigits(text, at + 1);
    int minutes = twoDigits(text, at + 4);
    if ((sign != '+' && sign != '-') || (hours | minutes) < 0 || hours > 23 || minutes > 59) {
      return NO_OFFSET;
    }
    int offset = 60 * hours + minutes;
    return sign == '+' ? offset : -offset;
  }

  /// A number of two digits, or a negative one.
  private static int twoDigits(String text, int at) {
    char tens = text.charAt(at);
    char ones = text.charAt(at + 1);
    return isDigit(tens) && isDigit(ones) ? 10 * (tens - '0') + ones - '0' : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int daysOf(int month, int year) {
    if (month == 2) {
      return isLeap(year) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /// Days since 1970-01-01, by years that begin in March, so that a leap day is the last of its year.
  private static long epochDay(int year, int month, int day) {
    long y = month > 2 ? year : year - 1;
    long era = Math.floorDiv(y, 400);
    long yearOfEra = y - 400 * era;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return 146_097 * era + dayOfEra - 719_468;
  }
}
