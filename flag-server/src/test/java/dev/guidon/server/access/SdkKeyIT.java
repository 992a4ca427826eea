// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SdkKeyIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String KEYS = "/api/v1/projects/shop/environments/production/sdk-keys";

  private static RestClient admin;

  @BeforeAll
  static void createEnvironment() {
    admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
  }

  @Test
  void aKeysTokenIsShownOnceAndIsTheEnvironments() {
    Answer created = admin.post(KEYS, "{\"key\": \"backend\"}");

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    String token = created.text("/token");
    assertThat(token).matches("guidon_sdk_[0-9A-Za-z]{54}");
    assertThat(admin.get(KEYS + "/backend").at("/token")).isNull();
    assertThat(server.bean(SdkKeys.class).authenticate(token))
        .hasValueSatisfying(key -> assertThat(key.selector()).isEqualTo(created.text("/selector")));
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    String token = admin.post(KEYS, "{\"key\": \"revoked\"}").text("/token");
    SdkKeys keys = server.bean(SdkKeys.class);
    assertThat(keys.authenticate(token)).isPresent();

    admin.delete(KEYS + "/revoked");

    assertThat(keys.authenticate(token)).isEmpty();
    assertThat(keys.authenticated(token)).isEmpty();
  }

  @Test
  void aKeyThatIsRevokedWhileItIsReadIsNotRemembered() {
    Answer created = admin.post(KEYS, "{\"key\": \"read-before\"}");
    String token = created.text("/token");
    var reads = new ReadsBefore(server.database().dataSource());
    var keys =
        new SdkKeys(
            TestDatabase.transactions(reads.dataSource()), server.bean(AccessConfiguration.class));
    reads.then(() -> {
      admin.delete(KEYS + "/read-before");
      keys.forget(UUID.fromString(created.text("/id")));
    });

    assertThat(keys.authenticate(token)).isEmpty();
    assertThat(keys.authenticate(token)).isEmpty();
  }

  @Test
  void aKeyWhoseSecretIsWrongIsRefused() {
    String token = admin.post(KEYS, "{\"key\": \"guessed\"}").text("/token");
    char last = token.charAt(token.length() - 7);
    String guessed =
        token.substring(0, token.length() - 7)
            + (last == 'a' ? 'b' : 'a')
            + token.substring(token.length() - 6);

    assertThat(server.bean(SdkKeys.class).authenticate(guessed)).isEmpty();
  }

  @Test
  void aPatchKeepsWhatItDoesNotSayAndAReplacementDoesNot() {
    admin.post(KEYS, "{\"key\": \"named\", \"name\": \"Backend\"}");

    Answer patched = admin.with("If-Match", "\"1\"").patch(KEYS + "/named", "{}");
    Answer replaced = admin.with("If-Match", "\"1\"").put(KEYS + "/named", "{}");

    assertThat(patched.at("/name")).isEqualTo("Backend");
    assertThat(patched.etag()).isEqualTo("\"1\"");
    assertThat(replaced.at("/name")).isEqualTo("named");
    assertThat(replaced.etag()).isEqualTo("\"2\"");
  }

  @Test
  void anSdkKeyManagesNothing() {
    String token = admin.post(KEYS, "{\"key\": \"reader\"}").text("/token");

    Answer refused = server.as(token).get("/api/v1/projects/shop");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/code")).isEqualTo("forbidden");
  }

  @Test
  void whoShowsNoTokenIsAskedForOne() {
    Answer refused = server.as("").get("/api/v1/projects/shop");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void onlyItsOwnerReadsTheFileWithTheAdminToken() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.tokenFile())))
        .isEqualTo("rw-------");
    assertThat(server.adminToken()).matches("guidon_adm_[0-9A-Za-z]{54}");
  }
}
