// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.MerkleFrontier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Recomputes the worked example of `docs/audit.md`: from its text alone, and from events.
class WorkedExampleTest {

  private static final UUID EPOCH = UUID.fromString("0199c1a0-1111-7000-8000-00000000000e");
  private static final UUID PROJECT = UUID.fromString("0199c1a0-2222-7000-8000-000000000001");
  private static final UUID PRODUCTION = UUID.fromString("0199c1a0-2222-7000-8000-000000000002");

  private static final AuditEvent CREATED =
      new AuditEvent(
          Actor.system("setup"),
          Origin.within(Via.BOOTSTRAP),
          new Scope.Project(PROJECT),
          "flag.created",
          new Target("flag", "checkout-v2", "0199c1a0-2222-7000-8000-000000000003"),
          "",
          new Change.Created(JsonValue.parse("{\"type\":\"boolean\",\"key\":\"checkout-v2\"}")),
          Outcome.SUCCEEDED);

  private static final AuditEvent TURNED_OFF =
      new AuditEvent(
          Actor.user("0199c1a0-3333-7000-8000-000000000007", "Ada Lovelace"),
          new Origin(
              new Via(Via.Kind.PAT, "k3Jw0sPq9LxT2vBn"),
              "0199c1a0-4444-7000-8000-000000000009",
              "release-2026-47",
              "192.0.2.7",
              "curl/8.5.0"),
          new Scope.Environment(PROJECT, PRODUCTION),
          "targeting.updated",
          new Target("targeting", "checkout-v2", "0199c1a0-2222-7000-8000-000000000004"),
          "Für alle aus: tax bug",
          new Change.Updated(
              JsonValue.parse("{\"on\":true,\"rules\":[]}"),
              JsonValue.parse("{\"on\":false,\"rules\":[]}")),
          Outcome.SUCCEEDED);

  private static Map<String, String> example;

  @BeforeAll
  static void readTheExample() throws IOException {
    var block = Pattern.compile("```(?:json|text) (\\S+)\n(.*?)\n```", Pattern.DOTALL);
    example = new HashMap<>();
    block
        .matcher(Files.readString(Path.of("../docs/audit.md")))
        .results()
        .forEach(match -> example.put(match.group(1), match.group(2)));
  }

  @Test
  void itsHashesFollowFromItsText() {
    for (int entry = 1; entry <= 2; entry++) {
      assertThat(sha256(salt(2 * entry - 1), bytes("who-" + entry)))
          .isEqualTo(hash("who-" + entry + "-commitment"));
      assertThat(sha256(salt(2 * entry), bytes("what-" + entry)))
          .isEqualTo(hash("what-" + entry + "-commitment"));
      assertThat(example.get("entry-" + entry))
          .contains(
              "\"payload\":{\"what\":\""
                  + example.get("what-" + entry + "-commitment")
                  + "\",\"who\":\""
                  + example.get("who-" + entry + "-commitment")
                  + "\"}");
      assertThat(sha256(new byte[] {0}, bytes("entry-" + entry))).isEqualTo(hash("leaf-" + entry));
    }
    assertThat(sha256(new byte[] {1}, hash("leaf-1"), hash("leaf-2"))).isEqualTo(hash("root-2"));
    assertThat(example.get("frontier-2")).isEqualTo("0000000000000002" + example.get("root-2"));
  }

  @Test
  void itsFirstEntryIsWhatTheEventIsWrittenAs() {
    assertThat(EntryEncoding.who(CREATED)).isEqualTo(bytes("who-1"));
    assertThat(EntryEncoding.what(CREATED)).isEqualTo(bytes("what-1"));
    assertThat(
            EntryEncoding.entry(
                1,
                EPOCH,
                Instant.parse("2026-11-21T09:30:00Z"),
                CREATED,
                List.of(),
                Hash.of(hash("who-1-commitment")),
                Hash.of(hash("what-1-commitment"))))
        .isEqualTo(bytes("entry-1"));
  }

  @Test
  void itsSecondEntryIsWhatTheEventIsWrittenAs() {
    assertThat(EntryEncoding.who(TURNED_OFF)).isEqualTo(bytes("who-2"));
    assertThat(EntryEncoding.what(TURNED_OFF)).isEqualTo(bytes("what-2"));
    assertThat(
            EntryEncoding.entry(
                2,
                EPOCH,
                Instant.parse("2026-11-21T14:03:07.000251Z"),
                TURNED_OFF,
                List.of(new EnvironmentRevision(PRODUCTION, 0, 2, Hash.ofNothing())),
                Hash.of(hash("who-2-commitment")),
                Hash.of(hash("what-2-commitment"))))
        .isEqualTo(bytes("entry-2"));
  }

  @Test
  void itsFrontierIsThatOfTheTwoLeaves() {
    MerkleFrontier frontier =
        MerkleFrontier.EMPTY
            .append(Hash.of(hash("leaf-1")))
            .frontier()
            .append(Hash.of(hash("leaf-2")))
            .frontier();

    assertThat(frontier.root()).hasToString(example.get("root-2"));
    assertThat(frontier.toBytes()).isEqualTo(hash("frontier-2"));
  }

  private static byte[] bytes(String name) {
    return example.get(name).getBytes(UTF_8);
  }

  private static byte[] hash(String name) {
    return HexFormat.of().parseHex(example.get(name));
  }

  private static byte[] salt(int number) {
    byte[] salt = new byte[32];
    Arrays.fill(salt, (byte) number);
    return salt;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha256.update(part);
      }
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
