// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/// What an installation signs its log with: an Ed25519 key, the same on all of its nodes, never in the database.
///
/// It is kept as a JWK (RFC 8037).
public final class SigningKey {

  private final OctetKeyPair jwk;
  private final PrivateKey secret;

  private SigningKey(OctetKeyPair jwk) {
    this.jwk = VerificationKey.withThumbprint(jwk);
    try {
      secret =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new EdECPrivateKeySpec(NamedParameterSpec.ED25519, jwk.getDecodedD()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("key: not an Ed25519 key", e);
    }
    byte[] anything = "guidon".getBytes(US_ASCII);
    if (!verification().verifies(anything, signature(anything))) {
      throw new IllegalArgumentException("key: its public part is not that of its private part");
    }
  }

  public static SigningKey generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, random);
      var pair = generator.generateKeyPair();
      // Both encodings end with the key's 32 bytes (RFC 8410).
      return new SigningKey(
          new OctetKeyPair.Builder(Curve.Ed25519, ending(pair.getPublic().getEncoded()))
              .d(ending(pair.getPrivate().getEncoded()))
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /// Reads a JWK with its private part.
  ///
  /// @throws IllegalArgumentException if it is not a whole Ed25519 key; says nothing of its content
  public static SigningKey parse(String json) {
    OctetKeyPair jwk = VerificationKey.read(json);
    if (jwk.getD() == null) {
      throw new IllegalArgumentException("key: its private part is missing");
    }
    return new SigningKey(jwk);
  }

  public VerificationKey verification() {
    return new VerificationKey(jwk);
  }

  /// The JWK, private part included.
  public String reveal() {
    return jwk.toJSONString();
  }

  public String sign(Checkpoint checkpoint) {
    return SignedText.CHECKPOINT.sign(this, checkpoint.text().getBytes(UTF_8));
  }

  public String sign(LogReceipt receipt) {
    return SignedText.RECEIPT.sign(this, receipt.text().getBytes(UTF_8));
  }

  /// Says that another key signs from here on.
  public String signSuccessor(VerificationKey successor) {
    return SignedText.SUCCESSOR.sign(this, successor.toJson().getBytes(UTF_8));
  }

  String kid() {
    return jwk.getKeyID();
  }

  byte[] signature(byte[] content) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(content);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs anything", e);
    }
  }

  private static Base64URL ending(byte[] encoded) {
    return Base64URL.encode(
        Arrays.copyOfRange(encoded, encoded.length - VerificationKey.LENGTH, encoded.length));
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid() + "]"; // the secret stays out of logs
  }
}
