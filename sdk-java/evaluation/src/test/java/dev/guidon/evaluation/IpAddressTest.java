// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses and blocks of them, compared with the library ipaddress.
class IpAddressTest {

  private final Random random = new Random(23);

  @Test
  void addressIsReadHoweverItIsWritten() {
    for (int i = 0; i < 50_000; i++) {
      IPv6Address address = new IPv6Address(bytes(16));
      String text =
          switch (random.nextInt(6)) {
            case 0 -> address.toFullString();
            case 1 -> address.toCompressedString();
            case 2 -> address.toMixedString();
            case 3 -> address.toSubnetString();
            case 4 -> address.toFullString().toUpperCase(Locale.ROOT);
            default -> address.toNormalizedString();
          };

      assertThat(IpAddress.isAddress(text)).as(text).isTrue();
      assertThat(bitsOf(text)).as(text).isEqualTo(address.getValue());
    }
  }

  @Test
  void dottedAddressIsTheMappedOne() {
    for (int i = 0; i < 20_000; i++) {
      IPv4Address address = new IPv4Address(random.nextInt());

      assertThat(bitsOf(address.toString()))
          .as("%s", address)
          .isEqualTo(address.getIPv4MappedAddress().getValue());
    }
  }

  @Test
  void textIsAnAddressWhenTheLibraryReadsIt() {
    IPAddressStringParameters strict = strict();
    int addresses = 0;
    for (int i = 0; i < 300_000; i++) {
      String text = i % 3 == 0 ? mutated(new IPv6Address(bytes(16)).toCanonicalString()) : noise();
      IPAddress expected = new IPAddressString(text, strict).getAddress();
      addresses += expected == null ? 0 : 1;

      assertThat(IpAddress.isAddress(text)).as(text).isEqualTo(expected != null);
      if (expected != null) {
        assertThat(bitsOf(text)).as(text).isEqualTo(bitsOf(expected));
      }
    }
    assertThat(addresses).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:1.2.3.4",
        "::1.2.3.4",
        "1::1.2.3.4",
        "::ffff:1.2.3.4",
        "0.0.0.0",
        "255.255.255.255",
        "ABCD::abcd"
      })
  void textIsAnAddress(String text) {
    assertThat(IpAddress.isAddress(text)).isTrue();
    assertThat(bitsOf(text)).isEqualTo(bitsOf(new IPAddressString(text).getAddress()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2::3",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "::1.2.3",
        "::1.2.3.4:5",
        "::01.2.3.4",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.00",
        "1..2.3",
        ".1.2.3.4",
        "1.2.3.4.",
        "1.2.3.-4",
        "+1.2.3.4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4/32",
        "fe80::1%eth0",
        "[::1]",
        "1.2.3.4:80",
        "\u0661.2.3.4",
        "::\uff11",
        "0x1.2.3.4",
        "1:2:3:4:5::6:7:1.2.3.4",
        "99999999999.1.1.1"
      })
  void textIsNoAddress(String text) {
    assertThat(IpAddress.isAddress(text)).isFalse();
    assertThat(AddressBlock.parse(text + "/1")).isNull();
  }

  @Test
  void blockHoldsWhatTheLibrarySays() {
    for (int i = 0; i < 50_000; i++) {
      boolean dotted = random.nextBoolean();
      IPAddress address = dotted ? new IPv4Address(random.nextInt()) : new IPv6Address(bytes(16));
      int length = random.nextInt(address.getBitCount() + 1);
      IPAddress other = near(address);
      String text = address + "/" + length;

      boolean holds = contains(text, other.toString());

      assertThat(holds)
          .as("%s in %s", other, text)
          .isEqualTo(address.toPrefixBlock(length).contains(other));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.255.0.1, true",
    "10.1.2.3/8, 11.0.0.1, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 10.0.0.1, false",
    "::/0, ::ffff:10.0.0.1, false",
    "::ffff:10.0.0.0/104, 10.9.9.9, true",
    "::ffff:10.0.0.0/104, 11.9.9.9, false",
    "::ffff:0.0.0.0/96, 1.2.3.4, true",
    "::ffff:0.0.0.0/95, 1.2.3.4, false",
    "::ffff:0.0.0.0/95, ::fffe:1.2.3.4, true",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, ::ffff:a00:1, true",
    "2001:db8::/64, 2001:db8::1:2:3:4, true",
    "2001:db8::/64, 2001:db8:0:1::, false",
    "2001:db8::/65, 2001:db8::8000:0:0:0, false"
  })
  void blockHoldsAddressesOfItsFamily(String block, String address, boolean holds) {
    assertThat(contains(block, address)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3.4/33",
        "1.2.3.4/-1",
        "1.2.3.4/",
        "1.2.3.4/01",
        "1.2.3.4/00",
        "1.2.3.4/+1",
        "1.2.3.4/1/1",
        "1.2.3.4/ 1",
        "::/129",
        "::/0128",
        "::/1000",
        "::/99999999999",
        "::/x",
        "::/\u0661",
        "/8",
        "",
        "10.0.0.0/255.0.0.0",
        "host/8"
      })
  void otherTextIsNoBlock(String text) {
    assertThat(AddressBlock.parse(text)).isNull();
  }

  @Test
  void longestLengthIsTheAddressItself() {
    assertThat(AddressBlock.parse("1.2.3.4/32")).isEqualTo(AddressBlock.parse("1.2.3.4"));
    assertThat(AddressBlock.parse("::1/128")).isEqualTo(AddressBlock.parse("::1"));
    assertThat(AddressBlock.parse("::ffff:1.2.3.4/128")).isEqualTo(AddressBlock.parse("1.2.3.4"));
  }

  private static boolean contains(String block, String address) {
    return AddressBlock.parse(block).contains(IpAddress.high(address), IpAddress.low(address));
  }

  private static BigInteger bitsOf(String address) {
    byte[] bytes = new byte[17];
    ByteBuffer.wrap(bytes, 1, 16).putLong(IpAddress.high(address)).putLong(IpAddress.low(address));
    return new BigInteger(bytes);
  }

  private static BigInteger bitsOf(IPAddress address) {
    return address instanceof IPv4Address dotted
        ? dotted.getIPv4MappedAddress().getValue()
        : address.getValue();
  }

  /// An address of the same family that differs in a few bits, or in none.
  private IPAddress near(IPAddress address) {
    byte[] bytes = address.getBytes();
    for (int i = random.nextInt(3); i > 0; i--) {
      int bit = random.nextInt(8 * bytes.length);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    return bytes.length == 4 ? new IPv4Address(bytes) : new IPv6Address(bytes);
  }

  /// Many of them zero, as in real addresses.
  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i += 2) {
      if (random.nextBoolean()) {
        bytes[i] = (byte) random.nextInt();
        bytes[i + 1] = (byte) random.nextInt();
      }
    }
    return bytes;
  }

  private String noise() {
    String alphabet = random.nextBoolean() ? "01259.." : "01aF:::.";
    return random
        .ints(random.nextInt(14), 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    int at = random.nextInt(text.length());
    char any = "0aF:.%/".charAt(random.nextInt(7));
    switch (random.nextInt(4)) {
      case 0 -> mutated.deleteCharAt(at);
      case 1 -> mutated.insert(at, any);
      case 2 -> mutated.setCharAt(at, any);
      default -> {}
    }
    return mutated.toString();
  }

  private static IPAddressStringParameters strict() {
    IPAddressStringParameters.Builder strict =
        new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE);
    strict
        .getIPv4AddressParametersBuilder()
        .allow_inet_aton(false)
        .allowLeadingZeros(false)
        .allowBinary(false);
    strict.getIPv6AddressParametersBuilder().allowUnlimitedLeadingZeros(false);
    strict.getIPv6AddressParametersBuilder().allowZone(false).allowBase85(false).allowBinary(false);
    strict
        .getIPv6AddressParametersBuilder()
        .getEmbeddedIPv4AddressParametersBuilder()
        .allow_inet_aton(false)
        .allowLeadingZeros(false)
        .allowBinary(false);
    return strict.toParams();
  }
}
