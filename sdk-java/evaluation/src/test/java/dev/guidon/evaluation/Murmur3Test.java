// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

class Murmur3Test {

  private static final int[] CODE_POINTS = {
    0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff,
    0x1_0000, 0x10_ffff
  };

  private final Random random = new Random(3);

  @Test
  void hashIsThatOfPrefixAndTextInUtf8() {
    for (int i = 0; i < 50_000; i++) {
      String prefix = text(random.nextInt(9));
      String text = text(random.nextInt(40));

      int hash = Murmur3.startingWith(prefix).hash(text);

      // Apart from each other, since a surrogate at the end of one is no half of the other's.
      assertThat(hash).as("%s, %s", prefix, text).isEqualTo(hashOf(prefix, text));
    }
  }

  @Test
  void everyCodePointIsHashedAsItsUtf8() {
    Murmur3 empty = Murmur3.startingWith("");

    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      String text = Character.toString(codePoint);

      if (empty.hash(text) != hashOf("", text)) {
        assertThat(empty.hash(text)).as("U+%x", codePoint).isEqualTo(hashOf("", text));
      }
    }
  }

  @Test
  void numberIsHashedAsItsDecimal() {
    for (int i = 0; i < 50_000; i++) {
      String prefix = text(random.nextInt(9));
      long number = random.nextLong(-(1L << 53), 1L << 53) >> random.nextInt(53);

      int hash = Murmur3.startingWith(prefix).hash(number);

      assertThat(hash).as("%s, %d", prefix, number).isEqualTo(hashOf(prefix, "" + number));
    }
  }

  @Test
  void numbersAroundPowersOfTenAreHashedAsTheirDecimal() {
    Murmur3 salted = Murmur3.startingWith("salt.");

    for (long power = 1; power <= 1_000_000_000_000_000L; power *= 10) {
      for (long number : new long[] {power - 1, power, -power, 1 - power}) {
        assertThat(salted.hash(number)).as("%d", number).isEqualTo(hashOf("salt.", "" + number));
      }
    }
  }

  private String text(int length) {
    StringBuilder text = new StringBuilder();
    boolean ascii = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(
          ascii || random.nextInt(3) > 0
              ? random.nextInt(0x80)
              : CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }

  private static int hashOf(String prefix, String text) {
    byte[] first = prefix.getBytes(UTF_8);
    byte[] second = text.getBytes(UTF_8);
    byte[] bytes = new byte[first.length + second.length];
    System.arraycopy(first, 0, bytes, 0, first.length);
    System.arraycopy(second, 0, bytes, first.length, second.length);
    return MurmurHash3.hash32x86(bytes, 0, bytes.length, 0);
  }
}
