// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import dev.guidon.server.access.AdminToken;
import dev.guidon.server.access.Token;
import dev.guidon.server.access.TokenUses;
import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.AdminTokenDefinition;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.directory.PeopleDirectory;
import dev.guidon.server.directory.TokenDefinition;
import dev.guidon.server.permission.Owner;
import dev.guidon.server.permission.Subject;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What can be done with tokens.
@Singleton
final class TokenService {

  private final Changes changes;
  private final Definitions definitions;
  private final PeopleDirectory directory;
  private final ApiTokenSecretRepository secrets;
  private final TokenUses uses;
  private final AdminToken adminToken;
  private final TokenConfiguration configuration;
  private final IdGenerator ids;
  private final SecureRandom random;
  private final Clock clock;

  TokenService(
      Changes changes,
      Definitions definitions,
      PeopleDirectory directory,
      ApiTokenSecretRepository secrets,
      TokenUses uses,
      AdminToken adminToken,
      TokenConfiguration configuration,
      IdGenerator ids,
      SecureRandom random,
      Clock clock) {
    this.changes = changes;
    this.definitions = definitions;
    this.directory = directory;
    this.secrets = secrets;
    this.uses = uses;
    this.adminToken = adminToken;
    this.configuration = configuration;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /// A new token and its text.
  ///
  /// @param token to be shown now and never again
  record Made(Committed<TokenDefinition> committed, String token) {}

  Made create(Intent intent, Owner owner, TokenRequest request) {
    Instant now = clock.instant();
    var definition =
        new TokenDefinition(
            request.checkedName(),
            owner.id(),
            request.scope(),
            request.expiry(now, configuration.lifetime(), configuration.longestLifetime()),
            now,
            intent.actor().id());
    Token.Kind kind = owner.subject().kind() == Subject.Kind.USER ? Token.Kind.PAT : Token.Kind.SVC;
    Token token = Token.make(kind, random);
    UUID id = ids.next();
    Committed<TokenDefinition> committed =
        changes.commit(
            intent,
            TokenDefinition.TYPE,
            change -> {
              Versioned<TokenDefinition> created =
                  change.create(
                      TokenDefinition.TYPE.ofInstallation(token.selector()), id, definition);
              change.alongside(_ ->
                  secrets.save(new ApiTokenSecretRow(token.selector(), token.secretHash(), id)));
              return created;
            });
    directory.changed();
    return new Made(committed, token.reveal());
  }

  /// The user or service account of this key, or a problem `user-not-found` or `service-account-not-found`.
  Owner owner(Subject subject) {
    return directory
        .current()
        .people()
        .owner(subject)
        .or(() -> directory.asked().people().owner(subject))
        .orElseThrow(() -> {
          String kind = subject.kind() == Subject.Kind.USER ? "user" : "service-account";
          return ProblemException.notFound(
              kind + "-not-found",
              "no " + kind.replace('-', ' ') + " has the key " + subject.key());
        });
  }

  /// Gives a token another name, or a scope that is within the one that it has.
  Committed<TokenDefinition> narrow(
      Intent intent, UUID owner, String selector, Precondition ifMatch, TokenRequest request) {
    String name = request.checkedName();
    Committed<TokenDefinition> committed =
        changes.commit(
            intent,
            TokenDefinition.TYPE,
            change -> {
              Versioned<TokenDefinition> before =
                  requireOf(
                      owner,
                      change.require(TokenDefinition.TYPE.ofInstallation(selector), ifMatch));
              TokenDefinition content = before.content();
              if (!content.scope().statement().covers(request.scope().statement())) {
                throw ProblemException.refused(
                    "scope-grows", "the scope would mean more than it does (expected: less)");
              }
              return change.put(
                  before,
                  new TokenDefinition(
                      name,
                      content.owner(),
                      request.scope(),
                      content.expiresAt(),
                      content.createdAt(),
                      content.createdBy()),
                  "narrowed");
            });
    directory.changed();
    return committed;
  }

  /// Ends a token of one's own.
  Committed<TokenDefinition> revokeOwn(
      Intent intent, UUID owner, String selector, Precondition ifMatch) {
    Committed<TokenDefinition> committed =
        changes.commit(
            intent,
            TokenDefinition.TYPE,
            change ->
                change.delete(
                    requireOf(
                        owner,
                        change.require(TokenDefinition.TYPE.ofInstallation(selector), ifMatch)),
                    "revoked"));
    directory.changed();
    return committed;
  }

  /// Ends anybody's token.
  Committed<TokenDefinition> revoke(Intent intent, String selector, Precondition ifMatch) {
    Committed<TokenDefinition> committed =
        changes.commit(
            intent,
            TokenDefinition.TYPE,
            change ->
                change.delete(
                    change.require(TokenDefinition.TYPE.ofInstallation(selector), ifMatch),
                    "revoked"));
    directory.changed();
    return committed;
  }

  /// Ends the admin token of the first start for good. No other one is made.
  Committed<AdminTokenDefinition> deleteAdminToken(Intent intent) {
    var ref = AdminTokenDefinition.TYPE.ofInstallation(adminToken.selector());
    Committed<AdminTokenDefinition> committed =
        changes.commit(
            intent,
            AdminTokenDefinition.TYPE,
            change ->
                change.put(
                    change
                        .find(ref)
                        .orElseGet(() -> Versioned.unsaved(ref, new AdminTokenDefinition(false))),
                    new AdminTokenDefinition(true),
                    "deleted"));
    directory.changed();
    return committed;
  }

  private static Versioned<TokenDefinition> requireOf(
      UUID owner, Versioned<TokenDefinition> token) {
    if (!token.content().owner().equals(owner)) {
      throw ProblemException.notFound(
          "token-not-found", "no token has the key " + token.ref().key());
    }
    return token;
  }

  /// The token of somebody, or a problem `token-not-found`.
  Versioned<TokenDefinition> getOwn(UUID owner, String selector) {
    return requireOf(owner, definitions.require(TokenDefinition.TYPE.ofInstallation(selector)));
  }

  Page<Versioned<TokenDefinition>> list(Search search, Paging page) {
    return definitions.listOfInstallation(TokenDefinition.TYPE, search, page);
  }

  KnownPeople people() {
    return directory.current();
  }

  Instant now() {
    return clock.instant();
  }

  /// When each of these tokens was last used; those that never were are not in it.
  Map<String, Instant> lastUses(List<String> selectors) {
    return uses.of(selectors);
  }

  /// The admin token of the first start, if it was not deleted.
  List<TokenResponse> legacy() {
    String selector = adminToken.selector();
    return directory.current().isAdminTokenDeleted(selector)
        ? List.of()
        : List.of(
            TokenResponse.legacy(
                selector,
                adminToken.madeAt(),
                uses.of(List.of(selector)).get(selector),
                clock.instant()));
  }
}
