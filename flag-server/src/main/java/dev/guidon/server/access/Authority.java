// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.change.Effect;
import dev.guidon.server.change.Permit;
import dev.guidon.server.change.UnderLock;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.directory.PeopleDirectory;
import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Allowance;
import dev.guidon.server.permission.ApiToken;
import dev.guidon.server.permission.Permission;
import dev.guidon.server.permission.Reach;
import dev.guidon.server.permission.Statement;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Tells who shows a token that manages, and what they may do now.
@Singleton
public final class Authority {

  /// Compared with where there is no such token, so that both take the same time.
  private static final byte[] NO_HASH = new byte[32];

  private static final Permission EVERYTHING =
      Permission.of(List.of(Allowance.everywhere(Statement.EVERYTHING)));

  private final PeopleDirectory directory;
  private final AdminToken adminToken;
  private final Clock clock;

  Authority(PeopleDirectory directory, AdminToken adminToken, Clock clock) {
    this.directory = directory;
    this.adminToken = adminToken;
    this.clock = clock;
  }

  /// Whoever shows this token, if it holds; a token that this node does not know may be new, and is asked for.
  Optional<? extends Principal> authenticate(Token token) {
    return switch (token.kind()) {
      case ADM ->
          adminToken
              .authenticate(token)
              .filter(admin -> !directory.current().isAdminTokenDeleted(admin.selector()));
      case PAT, SVC -> {
        KnownPeople known = directory.current();
        yield holder(known, token)
            .or(() ->
                known.tokenSecret(token.selector()).isPresent()
                    ? Optional.empty()
                    : holder(directory.asked(), token));
      }
      case SDK -> Optional.empty();
    };
  }

  private Optional<Principal.Holder> holder(KnownPeople known, Token token) {
    byte[] hash = known.tokenSecret(token.selector()).orElse(NO_HASH);
    if (!MessageDigest.isEqual(hash, token.secretHash())) {
      return Optional.empty();
    }
    return known
        .people()
        .token(token.selector())
        .filter(found -> isOfKind(found, token.kind()))
        .filter(found -> !found.isExpired(clock.instant()))
        .flatMap(found -> known.people().owner(found.owner()))
        .filter(owner -> !owner.disabled())
        .map(owner -> new Principal.Holder(owner, token.selector()));
  }

  private static boolean isOfKind(ApiToken token, Token.Kind kind) {
    return switch (token.owner().kind()) {
      case USER -> kind == Token.Kind.PAT;
      case SERVICE_ACCOUNT -> kind == Token.Kind.SVC;
      case GROUP -> false;
    };
  }

  /// What is known of people and places now.
  KnownPeople known() {
    return directory.current();
  }

  /// As {@link #known}, with what was just changed on another node.
  KnownPeople asked() {
    return directory.asked();
  }

  /// What somebody may do, by what is known.
  Permission permission(Principal principal, KnownPeople known) {
    return switch (principal) {
      case Principal.Admin admin ->
          known.isAdminTokenDeleted(admin.selector()) ? Permission.NONE : EVERYTHING;
      case Principal.Holder holder ->
          known.people().permissionOf(holder.selector(), clock.instant()).orElse(Permission.NONE);
      case Principal.SdkKey _ -> Permission.NONE;
    };
  }

  /// Where somebody may do something now. For what takes longer than a request, such as a stream, to be asked again and again.
  public Reach reach(Principal principal, Action action) {
    KnownPeople known = directory.current();
    return permission(principal, known).reach(action, known.places());
  }

  /// Whether they may make a change, asked again under the lock.
  Permit permit(Principal principal) {
    return new Permit() {
      private boolean changesPeople;

      @Override
      public void check(UnderLock lock, List<Effect> effects) throws SQLException {
        KnownPeople now = directory.under(lock);
        new EffectCheck(lock.connection(), now, permission(principal, now), principal)
            .check(effects);
        changesPeople = effects.stream().anyMatch(KnownPeople::isKept);
        if (!changesPeople) {
          directory.isStillKnown(lock, lock.now().seq() + effects.size());
        }
      }

      @Override
      public void committed(long before, long after) {
        if (!changesPeople) {
          directory.isStillKnown(before, after);
        }
      }
    };
  }
}
