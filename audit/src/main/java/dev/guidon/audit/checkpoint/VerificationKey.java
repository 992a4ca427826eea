// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;

/// The public part of a signing key: what an outsider needs.
///
/// @param jwk an Ed25519 key as RFC 8037 has it; its `kid` is its thumbprint (RFC 7638)
public record VerificationKey(OctetKeyPair jwk) {

  /// What stands before the key's 32 bytes in an X.509 `SubjectPublicKeyInfo`.
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  static final int LENGTH = 32;

  public VerificationKey {
    jwk = withThumbprint(jwk.toPublicJWK());
  }

  /// Reads a JWK. What it says of a private key is left out, and its `kid` is not believed.
  ///
  /// @throws IllegalArgumentException if it is not an Ed25519 key
  public static VerificationKey parse(String json) {
    return new VerificationKey(read(json));
  }

  public String kid() {
    return jwk.getKeyID();
  }

  public String toJson() {
    return jwk.toJSONString();
  }

  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(publicKey());
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not a signature, or not a point of the curve
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] encoded = new byte[X509_PREFIX.length + LENGTH];
    System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
    System.arraycopy(jwk.getDecodedX(), 0, encoded, X509_PREFIX.length, LENGTH);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  static OctetKeyPair read(String json) {
    try {
      OctetKeyPair jwk = OctetKeyPair.parse(json);
      if (!jwk.getCurve().equals(Curve.Ed25519) || jwk.getDecodedX().length != LENGTH) {
        throw new IllegalArgumentException("key: " + jwk.getCurve() + " (expected: Ed25519)");
      }
      return jwk;
    } catch (ParseException e) {
      throw new IllegalArgumentException("key: not a JWK of an Ed25519 key", e);
    }
  }

  static OctetKeyPair withThumbprint(OctetKeyPair jwk) {
    try {
      var named = new OctetKeyPair.Builder(Curve.Ed25519, jwk.getX());
      Base64URL secret = jwk.getD();
      return (secret == null ? named : named.d(secret)).keyIDFromThumbprint().build();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
