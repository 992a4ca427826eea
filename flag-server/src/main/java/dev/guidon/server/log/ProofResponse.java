// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.AnnouncedKey;
import dev.guidon.audit.tree.ConsistencyProof;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.InclusionProof;
import dev.guidon.evaluation.Value;
import dev.guidon.server.log.Checkpoints.Signed;
import dev.guidon.server.platform.json.JsonText;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/// Proofs over REST; hashes are in hexadecimal.
final class ProofResponse {

  private ProofResponse() {}

  /// @param jws the same three things, signed
  @Serdeable
  record CheckpointResponse(String origin, long size, String root, String jws) {

    static CheckpointResponse of(Signed signed) {
      return new CheckpointResponse(
          signed.checkpoint().origin(),
          signed.checkpoint().size(),
          signed.checkpoint().root().toString(),
          signed.jws());
    }
  }

  /// @param jwk the key
  /// @param succession what the key before signed to name this one; empty for the first
  @Serdeable
  record KeyResponse(String kid, Value jwk, String succession) {

    static KeyResponse of(AnnouncedKey key) {
      return new KeyResponse(key.key().kid(), JsonText.read(key.key().toJson()), key.succession());
    }
  }

  /// @param leafHash of the entry
  /// @param root of the log of this size
  /// @param path from the leaf to the root, as RFC 6962 orders it
  @Serdeable
  record InclusionResponse(long seq, long size, String leafHash, String root, List<String> path) {

    static InclusionResponse of(long seq, Hash leaf, InclusionProof proof, Hash root) {
      return new InclusionResponse(
          seq, proof.size(), leaf.toString(), root.toString(), texts(proof.path()));
    }
  }

  /// @param path as RFC 6962 orders it
  @Serdeable
  record ConsistencyResponse(
      long from, long to, String fromRoot, String toRoot, List<String> path) {

    static ConsistencyResponse of(ConsistencyProof proof, Hash fromRoot, Hash toRoot) {
      return new ConsistencyResponse(
          proof.from(), proof.to(), fromRoot.toString(), toRoot.toString(), texts(proof.path()));
    }
  }

  private static List<String> texts(List<Hash> path) {
    return path.stream().map(Hash::toString).toList();
  }
}
