// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// A kind of statement, as a compact JWS: `alg` Ed25519 (RFC 9864), `typ` the kind, `kid` the key.
///
/// The kind is under the signature, so that nothing signed as the one can be taken for the other.
enum SignedText {
  CHECKPOINT("audit-checkpoint+jws"),
  RECEIPT("audit-receipt+jws"),
  SUCCESSOR("audit-key+jws");

  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  private final String type;

  SignedText(String type) {
    this.type = type;
  }

  String sign(SigningKey key, byte[] content) {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.Ed25519)
            .type(new JOSEObjectType(type))
            .keyID(key.kid())
            .build();
    var jws = new JWSObject(header, new Payload(content));
    try {
      jws.sign(new Signer(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("an Ed25519 key signs anything", e);
    }
    return jws.serialize();
  }

  /// What was signed; nothing if it was not signed as this kind by one of these keys.
  Optional<String> verify(String jws, Collection<VerificationKey> keys) {
    JWSObject object;
    try {
      object = JWSObject.parse(jws);
    } catch (ParseException e) {
      return Optional.empty();
    }
    JWSHeader header = object.getHeader();
    if (!header.getAlgorithm().equals(JWSAlgorithm.Ed25519)
        || !new JOSEObjectType(type).equals(header.getType())
        || !HEADER.equals(header.getIncludedParams())) {
      return Optional.empty();
    }
    return keys.stream()
        .filter(key -> key.kid().equals(header.getKeyID()))
        .filter(key -> key.verifies(object.getSigningInput(), object.getSignature().decode()))
        .map(_ -> new String(object.getPayload().toBytes(), UTF_8))
        .findFirst();
  }

  /// Signs with the JDK: the library's own signer of Ed25519 needs another library.
  private record Signer(SigningKey key) implements JWSSigner {

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) {
      return Base64URL.encode(key.signature(signingInput));
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
      return Set.of(JWSAlgorithm.Ed25519);
    }

    @Override
    public JCAContext getJCAContext() {
      return new JCAContext();
    }
  }
}
