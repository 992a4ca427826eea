// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {
  @TempDir private Path home;

  @Test
  void areThirtyTwoRandomBytesEach() {
    Passwords passwords = Passwords.random(new SecureRandom());

    assertThat(Base64.getUrlDecoder().decode(passwords.owner())).hasSize(32);
    assertThat(Base64.getUrlDecoder().decode(passwords.runtime())).hasSize(32);
    assertThat(passwords.owner()).isNotEqualTo(passwords.runtime());
  }

  @Test
  void areKeptWhereOnlyTheirOwnerReadsThem() throws Exception {
    Path file = home.resolve("passwords");
    var passwords = new Passwords("one", "two");

    passwords.write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Passwords.read(file)).isEqualTo(passwords);
  }

  @Test
  void areNotShownWhenPrinted() {
    assertThat(new Passwords("one", "two").toString()).doesNotContain("one", "two");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Path file = home.resolve("passwords");
    Files.writeString(file, "owner=one\n");

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> Passwords.read(file))
        .withMessageContaining("no line begins with runtime=");
  }
}
