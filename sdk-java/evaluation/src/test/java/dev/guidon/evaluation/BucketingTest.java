// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketingTest {

  private static final int BUCKETS = 100_000;

  @Test
  void bucketIsTheHashTimesBucketsOverTwoToThe32() {
    Bucketing everyBucket = BucketingAlgorithm.MURMUR3.prepare("salt", everyEnd());

    for (int i = 0; i < 20_000; i++) {
      String key = "user-" + i;
      byte[] bytes = ("salt." + key).getBytes(UTF_8);
      long hash = Integer.toUnsignedLong(MurmurHash3.hash32x86(bytes, 0, bytes.length, 0));

      assertThat(everyBucket.rangeOf(Value.of(key)))
          .as(key)
          .isEqualTo((int) ((hash * BUCKETS) >>> 32));
    }
  }

  @Test
  void keysSpreadEvenly() {
    int[] hundredth = new int[99];
    for (int i = 0; i < hundredth.length; i++) {
      hundredth[i] = (i + 1) * BUCKETS / 100;
    }
    Bucketing percents = BucketingAlgorithm.MURMUR3.prepare("any", with(hundredth, BUCKETS));
    int[] counts = new int[100];
    for (int i = 0; i < 1_000_000; i++) {
      counts[percents.rangeOf(Value.of("" + i))]++;
    }

    // Five standard deviations of what chance would do.
    assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 10_000) < 5 * 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 18, 31, 32, 33, 100, 999, 1_000})
  void everyBucketIsInTheRangeThatHoldsIt(int ranges) {
    int[] ends = randomEnds(ranges);
    Bucketing bucketing = BucketingAlgorithm.MURMUR3.prepare("salt", ends);

    int expected = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      while (bucket >= ends[expected]) {
        expected++;
      }
      if (bucketing.rangeOfBucket(bucket) != expected) {
        assertThat(bucketing.rangeOfBucket(bucket)).as("bucket %d", bucket).isEqualTo(expected);
      }
    }
  }

  @Test
  void emptyRangeHoldsNoBucket() {
    Bucketing nobody = BucketingAlgorithm.MURMUR3.prepare("salt", new int[] {0, BUCKETS});
    Bucketing everybody = BucketingAlgorithm.MURMUR3.prepare("salt", new int[] {BUCKETS, BUCKETS});

    assertThat(nobody.rangeOfBucket(0)).isEqualTo(1);
    assertThat(everybody.rangeOfBucket(BUCKETS - 1)).isEqualTo(0);
  }

  @Test
  void valuesBucketByTheirTextForm() {
    assertThat(bucketOf(Value.of(true))).isEqualTo(bucketOf(Value.of("true")));
    assertThat(bucketOf(Value.of(false))).isEqualTo(bucketOf(Value.of("false")));
    assertThat(bucketOf(Value.of(1.0))).isEqualTo(bucketOf(Value.of("1")));
    assertThat(bucketOf(Value.of(-0.0))).isEqualTo(bucketOf(Value.of("0")));
    assertThat(bucketOf(Value.of(-5))).isEqualTo(bucketOf(Value.of("-5")));
    assertThat(bucketOf(Value.of(1e9))).isEqualTo(bucketOf(Value.of("1000000000")));
    assertThat(bucketOf(Value.of(0x1p53 - 1))).isEqualTo(bucketOf(Value.of("9007199254740991")));
    assertThat(bucketOf(Value.of(1 - 0x1p53))).isEqualTo(bucketOf(Value.of("-9007199254740991")));
  }

  @Test
  void valuesWithoutTextFormAreInNoRange() {
    List<Value> without =
        List.of(
            Value.NULL,
            Value.of(0x1p53),
            Value.of(-0x1p53),
            Value.of(0.5),
            Value.of(Double.NaN),
            Value.of(Double.POSITIVE_INFINITY),
            Value.of(Double.NEGATIVE_INFINITY),
            Value.of(Instant.EPOCH),
            Value.of(List.of(Value.of("a"))),
            Value.of(Map.of("a", Value.of("a"))));

    assertThat(without).allMatch(value -> bucketOf(value) == Bucketing.NO_RANGE);
  }

  private static int bucketOf(Value value) {
    return BucketingAlgorithm.MURMUR3.prepare("salt", everyEnd()).rangeOf(value);
  }

  private static int[] everyEnd() {
    int[] ends = new int[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      ends[i] = i + 1;
    }
    return ends;
  }

  private static int[] randomEnds(int ranges) {
    Random random = new Random(ranges);
    TreeSet<Integer> ends = new TreeSet<>();
    ends.add(BUCKETS);
    while (ends.size() < ranges) {
      ends.add(1 + random.nextInt(BUCKETS - 1));
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] with(int[] ends, int last) {
    int[] all = Arrays.copyOf(ends, ends.length + 1);
    all[ends.length] = last;
    return all;
  }
}
