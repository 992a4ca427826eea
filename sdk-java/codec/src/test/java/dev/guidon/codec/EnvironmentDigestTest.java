// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Digests are golden: another one for the same objects would make every SDK of every release ask for a snapshot.
class EnvironmentDigestTest {

  private static final DefinitionObject FLAG =
      DefinitionObject.of(
          DefinitionKind.FLAG, "checkout-v2", 7, HexFormat.of().parseHex("0a07626f6f6c65616e"));
  private static final DefinitionObject TARGETING =
      DefinitionObject.of(DefinitionKind.TARGETING, "checkout-v2", 9, new byte[0]);
  private static final DefinitionObject SEGMENT =
      DefinitionObject.of(DefinitionKind.SEGMENT, "gr\u00fcn", 1L << 40, everyByte());

  private static byte[] everyByte() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void digestsOfObjectsAreTheseForEver() {
    assertThat(FLAG.digest())
        .hasToString("3359e27785237b68a878d9f354ce5f38151fa38b0372a162ddfb8486bfbb8f17");
    assertThat(TARGETING.digest())
        .hasToString("57c9f994c4e4fe0208691fd84660d1eec5a4a8b29c0fb63020e1da71ac7ae391");
    assertThat(SEGMENT.digest())
        .hasToString("8dbc24d55188a387a2d2f9aa45b3c13b38a96dc0621052a11f871694afcbd36a");
  }

  @Test
  void digestOfSeveralObjectsIsTheirExclusiveOrInAnyOrder() {
    EnvironmentDigest digest =
        EnvironmentDigest.ZERO.xor(FLAG.digest()).xor(TARGETING.digest()).xor(SEGMENT.digest());

    assertThat(digest)
        .hasToString("e92c3f36104f26ed02c33f81571d4fede81266f9fd6d45f3e29d4863bc0abfec");
    assertThat(SEGMENT.digest().xor(FLAG.digest()).xor(TARGETING.digest())).isEqualTo(digest);
  }

  @Test
  void takingAnObjectAwayGivesTheDigestFromBeforeItCame() {
    EnvironmentDigest both = FLAG.digest().xor(SEGMENT.digest());

    assertThat(both.xor(SEGMENT.digest())).isEqualTo(FLAG.digest()).isNotEqualTo(both);
  }

  @Test
  void partsCannotRunIntoOneAnother() {
    var bytes = "x".getBytes(StandardCharsets.UTF_8);

    assertThat(DefinitionObject.of(DefinitionKind.FLAG, "a", 1, bytes).digest())
        .isNotEqualTo(DefinitionObject.of(DefinitionKind.TARGETING, "a", 1, bytes).digest())
        .isNotEqualTo(DefinitionObject.of(DefinitionKind.FLAG, "ab", 1, bytes).digest())
        .isNotEqualTo(DefinitionObject.of(DefinitionKind.FLAG, "a", 2, bytes).digest())
        .isNotEqualTo(DefinitionObject.of(DefinitionKind.FLAG, "a", 1, new byte[0]).digest());
  }

  @Test
  void bytesAndDigestConvertBothWays() {
    byte[] bytes = FLAG.digest().toByteArray();

    assertThat(bytes).hasSize(EnvironmentDigest.SIZE);
    assertThat(EnvironmentDigest.of(bytes))
        .isEqualTo(FLAG.digest())
        .hasSameHashCodeAs(FLAG.digest());
    assertThatThrownBy(() -> EnvironmentDigest.of(new byte[31]))
        .hasMessage("bytes: 31 (expected: 32)");
  }
}
