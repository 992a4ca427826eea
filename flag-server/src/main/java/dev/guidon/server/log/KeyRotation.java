// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.Actor;
import dev.guidon.audit.AnnouncedKey;
import dev.guidon.audit.AuditEvent;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.Change;
import dev.guidon.audit.Origin;
import dev.guidon.audit.Outcome;
import dev.guidon.audit.Scope;
import dev.guidon.audit.Target;
import dev.guidon.audit.Via;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.JsonValue.JsonObject;
import dev.guidon.audit.tree.JsonValue.JsonString;
import dev.guidon.server.change.Changes;
import dev.guidon.server.database.Transactions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that all nodes sign with one key, and that another one follows it only by its word.
@Singleton
final class KeyRotation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final AuditConfiguration configuration;
  private final LogSigner signer;
  private final AuditLog log;
  private final Transactions transactions;
  private final Changes changes;

  KeyRotation(
      AuditConfiguration configuration,
      LogSigner signer,
      AuditLog log,
      Transactions transactions,
      Changes changes) {
    this.configuration = configuration;
    this.signer = signer;
    this.log = log;
    this.transactions = transactions;
    this.changes = changes;
  }

  /// Why this node's key is not to be signed with; empty when it is.
  Optional<String> problem() {
    String newest = newest().kid();
    String ours = signer.key().verification().kid();
    return newest.equals(ours)
        ? Optional.empty()
        : Optional.of(
            "this node has the signing key "
                + ours
                + ", but the log is signed with "
                + newest
                + "; give it the key file of the other nodes (guidon.audit.key-file)");
  }

  /// Takes over from the key before if the settings name it and it is the log's.
  void takeOver() {
    Path file = configuration.previousKeyFile();
    VerificationKey next = signer.key().verification();
    if (file == null || newest().equals(next)) {
      return;
    }
    SigningKey previous = KeyFiles.read("guidon.audit.previous-key-file", file);
    if (!newest().equals(previous.verification())) {
      return;
    }
    String succession = previous.signSuccessor(next);
    changes.record(
        event(previous.verification(), next, succession),
        connection -> log.announce(connection, new AnnouncedKey(next, succession)));
    LOG.info("The log is signed with the key {} from here on", next.kid());
  }

  private VerificationKey newest() {
    List<AnnouncedKey> keys = transactions.read(log::keys);
    return keys.getLast().key();
  }

  private static AuditEvent event(
      VerificationKey previous, VerificationKey next, String succession) {
    return new AuditEvent(
        Actor.system("server"),
        Origin.within(Via.BOOTSTRAP),
        new Scope.Installation(),
        "audit-key.rotated",
        new Target("audit-key", "", "kid:" + next.kid()),
        "",
        new Change.Updated(
            JsonValue.parse(previous.toJson()),
            with(JsonValue.parse(next.toJson()), "succession", succession)),
        Outcome.SUCCEEDED);
  }

  private static JsonValue with(JsonValue document, String name, String text) {
    var members = new HashMap<String, JsonValue>(((JsonObject) document).members());
    members.put(name, new JsonString(text));
    return new JsonObject(Map.copyOf(members));
  }
}
