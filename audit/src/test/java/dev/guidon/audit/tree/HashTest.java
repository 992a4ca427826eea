// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.junit.jupiter.api.Test;

class HashTest {

  @Test
  void textIsHexadecimalAndReadsBack() {
    Hash hash = Hash.ofNothing();

    assertThat(Hash.parse(hash.toString())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(Hash.of(hash.toBytes())).isEqualTo(hash);
  }

  @Test
  void aCommitmentIsTheHashOfSaltAndContent() throws NoSuchAlgorithmException {
    byte[] salt = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
    byte[] together = "0123456789abcdef0123456789abcdef{}".getBytes(US_ASCII);

    assertThat(new SaltedContent(salt, "{}".getBytes(US_ASCII)).commitment().toBytes())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(together));
  }

  @Test
  void aShortSaltIsRefused() {
    assertThatThrownBy(() -> new SaltedContent(new byte[31], new byte[0]))
        .hasMessage("salt: 31 bytes (expected: 32)");
  }

  @Test
  void anotherLengthIsRefused() {
    assertThatThrownBy(() -> Hash.of(new byte[31])).hasMessage("hash: 31 bytes (expected: 32)");
  }

  @Test
  void bytesHandedOutAreNotTheHashs() {
    Hash hash = Hash.ofNothing();

    hash.toBytes()[0]++;

    assertThat(hash).isEqualTo(Hash.ofNothing());
  }
}
