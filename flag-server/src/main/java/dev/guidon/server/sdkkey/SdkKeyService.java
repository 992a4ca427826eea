// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.sdkkey;

import dev.guidon.server.access.SdkKeys;
import dev.guidon.server.access.Token;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// What can be done with SDK keys.
@Singleton
public final class SdkKeyService {

  private final Changes changes;
  private final Definitions definitions;
  private final SdkKeys sdkKeys;
  private final SdkKeySecretRepository secrets;
  private final IdGenerator ids;
  private final SecureRandom random;

  SdkKeyService(
      Changes changes,
      Definitions definitions,
      SdkKeys sdkKeys,
      SdkKeySecretRepository secrets,
      IdGenerator ids,
      SecureRandom random) {
    this.changes = changes;
    this.definitions = definitions;
    this.sdkKeys = sdkKeys;
    this.secrets = secrets;
    this.ids = ids;
    this.random = random;
  }

  /// A new key and its token.
  ///
  /// @param token to be shown now and never again
  public record Made(Committed<SdkKeyDefinition> committed, String token) {}

  public Made create(Intent intent, String project, String environment, String key, String name) {
    Token token = Token.make(Token.Kind.SDK, random);
    UUID id = ids.next();
    Committed<SdkKeyDefinition> committed =
        changes.commit(
            intent,
            SdkKeyDefinition.TYPE,
            change -> {
              var definition = new SdkKeyDefinition(name, token.selector());
              var ref = SdkKeyDefinition.TYPE.in(change.environment(project, environment), key);
              Versioned<SdkKeyDefinition> created = change.create(ref, id, definition);
              change.alongside(
                  _ -> secrets.save(new SdkKeySecretRow(token.selector(), token.secretHash(), id)));
              return created;
            });
    return new Made(committed, token.reveal());
  }

  public Versioned<SdkKeyDefinition> get(String project, String environment, String key) {
    return definitions.require(
        SdkKeyDefinition.TYPE.in(definitions.environment(project, environment), key));
  }

  public Page<Versioned<SdkKeyDefinition>> list(
      String project, String environment, Search search, Paging page) {
    return definitions.list(
        SdkKeyDefinition.TYPE, definitions.environment(project, environment), search, page);
  }

  public Committed<SdkKeyDefinition> rename(
      Intent intent,
      String project,
      String environment,
      String key,
      Precondition ifMatch,
      UnaryOperator<String> rename) {
    return changes.commit(
        intent,
        SdkKeyDefinition.TYPE,
        change -> {
          var ref = SdkKeyDefinition.TYPE.in(change.environment(project, environment), key);
          Versioned<SdkKeyDefinition> before = change.require(ref, ifMatch);
          String name = rename.apply(before.content().name());
          return change.put(
              before, new SdkKeyDefinition(name, before.content().selector()), "renamed");
        });
  }

  /// Ends a key: from now on it is refused, and streams that it opened end.
  public Committed<SdkKeyDefinition> revoke(
      Intent intent, String project, String environment, String key, Precondition ifMatch) {
    Committed<SdkKeyDefinition> revoked =
        changes.commit(
            intent,
            SdkKeyDefinition.TYPE,
            change -> {
              var ref = SdkKeyDefinition.TYPE.in(change.environment(project, environment), key);
              return change.delete(change.require(ref, ifMatch), "revoked");
            });
    sdkKeys.forget(revoked.definition().id());
    return revoked;
  }
}
