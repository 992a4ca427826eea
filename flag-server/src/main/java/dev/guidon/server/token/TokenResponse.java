// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.token;

import dev.guidon.server.change.ReceiptDocument;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.directory.KnownPeople;
import dev.guidon.server.directory.TokenDefinition;
import dev.guidon.server.permission.Subject;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token as people know it.
///
/// @param selector the part of the token by which it is found, and by which people recognise it
/// @param kind `pat` of a user, `svc` of a service account, `adm` the admin token of the first start
/// @param lastUsedAt to the minute
/// @param unused whether it was not used for 30 days
/// @param legacy whether it is the admin token of the first start, which belongs to nobody and may do everything
/// @param token the whole token, in the answer that makes it and never again
@Serdeable
record TokenResponse(
    String selector,
    String kind,
    @Nullable UUID id,
    String name,
    @Nullable String user,
    @Nullable String serviceAccount,
    List<String> actions,
    List<String> projects,
    List<String> environments,
    @Nullable Instant createdAt,
    @Nullable String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    boolean unused,
    boolean neverExpires,
    boolean expired,
    boolean legacy,
    @Nullable String token,
    long version,
    @Nullable ReceiptDocument receipt) {

  private static final Duration UNUSED = Duration.ofDays(30);

  static TokenResponse of(
      Versioned<TokenDefinition> token,
      KnownPeople people,
      Map<String, Instant> uses,
      Instant now,
      @Nullable ReceiptDocument receipt) {
    TokenDefinition content = token.content();
    String selector = token.ref().key();
    Optional<Subject> owner = people.subject(content.owner());
    boolean service =
        owner.filter(found -> found.kind() == Subject.Kind.SERVICE_ACCOUNT).isPresent();
    String ownerKey = owner.map(Subject::key).orElse(null);
    Instant lastUsedAt = uses.get(selector);
    return new TokenResponse(
        selector,
        service ? "svc" : "pat",
        token.id(),
        content.name(),
        service ? null : ownerKey,
        service ? ownerKey : null,
        content.scope().actions(),
        content.scope().projects(),
        content.scope().environments(),
        content.createdAt(),
        content.createdBy(),
        content.expiresAt(),
        lastUsedAt,
        isUnused(content.createdAt(), lastUsedAt, now),
        false,
        !now.isBefore(content.expiresAt()),
        false,
        null,
        token.version(),
        receipt);
  }

  /// The admin token of the first start.
  static TokenResponse legacy(
      String selector, Instant madeAt, @Nullable Instant lastUsedAt, Instant now) {
    return new TokenResponse(
        selector,
        "adm",
        null,
        "Admin token of the first start",
        null,
        null,
        List.of("*"),
        List.of(),
        List.of(),
        madeAt,
        null,
        null,
        lastUsedAt,
        isUnused(madeAt, lastUsedAt, now),
        true,
        false,
        true,
        null,
        0,
        null);
  }

  private static boolean isUnused(Instant madeAt, @Nullable Instant lastUsedAt, Instant now) {
    Instant last = lastUsedAt == null ? madeAt : lastUsedAt;
    return last.plus(UNUSED).isBefore(now);
  }

  TokenResponse withToken(String shown) {
    return new TokenResponse(
        selector,
        kind,
        id,
        name,
        user,
        serviceAccount,
        actions,
        projects,
        environments,
        createdAt,
        createdBy,
        expiresAt,
        lastUsedAt,
        unused,
        neverExpires,
        expired,
        legacy,
        shown,
        version,
        receipt);
  }
}
