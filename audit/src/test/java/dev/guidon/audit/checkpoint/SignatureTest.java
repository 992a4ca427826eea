// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import dev.guidon.audit.tree.Hash;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SignatureTest {

  private static final String ORIGIN = "guidon/0199c1a0-1111-7000-8000-00000000000e";

  /// The key of RFC 8037, A.1.
  private static final String PUBLISHED =
      """
      {"kty":"OKP","crv":"Ed25519",
       "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
       "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
      """;

  private final SigningKey key = SigningKey.generate(new SecureRandom());
  private final LogKeys keys = LogKeys.of(key.verification());
  private final Checkpoint checkpoint = new Checkpoint(ORIGIN, 3, Hash.ofNothing());
  private final LogReceipt receipt =
      new LogReceipt(ORIGIN, 3, Hash.ofLeaf(new byte[0]), Hash.ofNothing());

  @Test
  void signaturesAndThumbprintsAreThoseOfRfc8037() {
    SigningKey published = SigningKey.parse(PUBLISHED);
    byte[] input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(US_ASCII);

    assertThat(Base64URL.encode(published.signature(input)))
        .hasToString(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    assertThat(published.verification().verifies(input, published.signature(input))).isTrue();
    assertThat(published.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void aCheckpointIsTheThreeLinesOfC2sp() {
    assertThat(checkpoint.text())
        .isEqualTo(ORIGIN + "\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
    assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
  }

  @Test
  void whatWasSignedIsReadBackByWhoeverHasThePublicKey() {
    LogKeys outsider = LogKeys.of(VerificationKey.parse(key.verification().toJson()));

    assertThat(outsider.checkpoint(key.sign(checkpoint))).contains(checkpoint);
    assertThat(outsider.receipt(key.sign(receipt))).contains(receipt);
  }

  @Test
  void theHeaderNamesAlgorithmKindAndKey() {
    String header = key.sign(checkpoint).split("\\.", -1)[0];

    assertThat(new Base64URL(header).decodeToString())
        .contains("\"alg\":\"Ed25519\"")
        .contains("\"typ\":\"audit-checkpoint+jws\"")
        .contains("\"kid\":\"" + key.verification().kid() + "\"");
  }

  @Test
  void aStatementOfOneKindIsNoneOfAnother() {
    assertThat(keys.checkpoint(key.sign(receipt))).isEmpty();
    assertThat(keys.receipt(key.sign(checkpoint))).isEmpty();
    assertThat(keys.with(key.sign(checkpoint))).isEmpty();
  }

  @Test
  void alteredStatementsAndThoseOfOtherKeysAreNotBelieved() {
    String[] parts = key.sign(checkpoint).split("\\.", -1);
    String payload =
        Base64URL.encode(new Checkpoint(ORIGIN, 4, Hash.ofNothing()).text().getBytes(UTF_8))
            .toString();
    SigningKey other = SigningKey.generate(new SecureRandom());

    assertThat(keys.checkpoint(parts[0] + "." + payload + "." + parts[2])).isEmpty();
    assertThat(keys.checkpoint(parts[0] + "." + parts[1] + ".")).isEmpty();
    assertThat(keys.checkpoint(parts[0] + "." + parts[1] + ".AAAA")).isEmpty();
    assertThat(keys.checkpoint(other.sign(checkpoint))).isEmpty();
    assertThat(keys.checkpoint("no JWS at all")).isEmpty();
  }

  @Test
  void aHeaderMayNotAskForAnythingElse() {
    String none = header("{\"alg\":\"none\",\"typ\":\"audit-checkpoint+jws\",\"kid\":\"%s\"}");
    String edDsa = header("{\"alg\":\"EdDSA\",\"typ\":\"audit-checkpoint+jws\",\"kid\":\"%s\"}");
    String more =
        header(
            "{\"alg\":\"Ed25519\",\"typ\":\"audit-checkpoint+jws\",\"kid\":\"%s\",\"jku\":\"https://example.org\"}");

    assertThat(keys.checkpoint(signed(none))).isEmpty();
    assertThat(keys.checkpoint(signed(edDsa))).isEmpty();
    assertThat(keys.checkpoint(signed(more))).isEmpty();
  }

  @Test
  void aKeyThatASuccessorWasSignedByIsFollowedByIt() {
    SigningKey next = SigningKey.generate(new SecureRandom());
    LogKeys both = keys.with(key.signSuccessor(next.verification())).orElseThrow();

    assertThat(both.checkpoint(next.sign(checkpoint))).contains(checkpoint);
    assertThat(both.checkpoint(key.sign(checkpoint))).contains(checkpoint);
    assertThat(both.current()).isEqualTo(next.verification());
    assertThat(keys.with(next.signSuccessor(next.verification()))).isEmpty();
  }

  @Test
  void aSignedTextThatIsNoneOfItsKindIsNotBelieved() {
    String jws = SignedText.CHECKPOINT.sign(key, "anything".getBytes(UTF_8));
    String receiptJws = SignedText.RECEIPT.sign(key, "{\"v\":2}".getBytes(UTF_8));

    assertThat(keys.checkpoint(jws)).isEmpty();
    assertThat(keys.receipt(receiptJws)).isEmpty();
  }

  @Test
  void aKeyIsReadBackAsItWasMade() {
    assertThat(SigningKey.parse(key.reveal()).sign(checkpoint)).isEqualTo(key.sign(checkpoint));
    assertThat(key).hasToString("SigningKey[" + key.verification().kid() + "]");
    assertThat(key.verification().toJson()).doesNotContain("\"d\"");
  }

  @Test
  void keysThatAreNotWholeOrNotEd25519AreRefused() {
    String otherHalf = key.verification().jwk().getX().toString();

    assertThatThrownBy(() -> SigningKey.parse(key.verification().toJson()))
        .hasMessage("key: its private part is missing");
    assertThatThrownBy(() ->
            SigningKey.parse(
                PUBLISHED.replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", otherHalf)))
        .hasMessage("key: its public part is not that of its private part");
    assertThatThrownBy(() -> SigningKey.parse("{}")).hasMessage("key: not a JWK of an Ed25519 key");
    assertThatThrownBy(() -> VerificationKey.parse(PUBLISHED.replace("Ed25519", "X25519")))
        .hasMessage("key: X25519 (expected: Ed25519)");
  }

  @Test
  void whatNoLogHasIsRefused() {
    assertThatThrownBy(() -> new Checkpoint("a b", 1, Hash.ofNothing()))
        .hasMessageStartingWith("origin: a b");
    assertThatThrownBy(() -> new Checkpoint(ORIGIN, -1, Hash.ofNothing()))
        .hasMessageStartingWith("size: -1");
    assertThatThrownBy(() -> new LogReceipt(ORIGIN, 0, Hash.ofNothing(), Hash.ofNothing()))
        .hasMessageStartingWith("seq: 0");
  }

  private String header(String json) {
    return Base64URL.encode(json.formatted(key.verification().kid())).toString();
  }

  private String signed(String header) {
    String input = header + "." + Base64URL.encode(checkpoint.text());
    return input + "." + Base64URL.encode(key.signature(input.getBytes(US_ASCII)));
  }
}
