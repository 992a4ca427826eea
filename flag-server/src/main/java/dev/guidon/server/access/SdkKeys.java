// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.guidon.server.access.Principal.SdkKey;
import dev.guidon.server.database.DatabaseUnavailableException;
import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells whose a shown SDK key is.
///
/// What was found is believed for 30 seconds, and for a day, or what is set, while the database cannot be asked: SDKs only read, so being
/// there for them counts for more. A key that is revoked, or whose environment is deleted, is forgotten at once on this node, and
/// on others when they hear of it.
@Singleton
public final class SdkKeys {

  private static final Duration BELIEVED = Duration.ofSeconds(30);
  private static final Duration MISS_BELIEVED = Duration.ofSeconds(5);

  /// Compared with where there is no such key, so that both take the same time.
  private static final byte[] NO_HASH = new byte[32];

  private static final String FIND =
      """
      SELECT secret.selector, secret.secret_hash, definition.definition_id, definition.project_id,
        definition.environment_id
      FROM sdk_key_secret AS secret
      JOIN definition ON definition.definition_id = secret.definition_id AND NOT definition.deleted
      JOIN definition AS environment
        ON environment.definition_id = definition.environment_id AND NOT environment.deleted
      WHERE secret.selector = ?
      """;

  private final Transactions transactions;

  /// Grows with each revocation, so that a key that is being read meanwhile is read again.
  private final AtomicLong revocations = new AtomicLong();

  private final List<Consumer<UUID>> revocationListeners = new CopyOnWriteArrayList<>();
  private final Cache<String, Known> known;
  private final Cache<String, Boolean> unknown =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(MISS_BELIEVED).build();

  SdkKeys(Transactions transactions, AccessConfiguration configuration) {
    this.transactions = transactions;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(configuration.sdkKeysWithoutDatabase())
            .build();
  }

  /// The key that this text is, if it is one that holds. May ask the database.
  public Optional<SdkKey> authenticate(String text) {
    return Token.parse(text)
        .filter(token -> token.kind() == Token.Kind.SDK)
        .flatMap(this::authenticate);
  }

  Optional<SdkKey> authenticate(Token token) {
    Known found = find(token.selector());
    boolean same =
        MessageDigest.isEqual(found == null ? NO_HASH : found.secretHash, token.secretHash());
    return found != null && same ? Optional.of(found.key) : Optional.empty();
  }

  /// The key that this text is, if this node has checked it lately; never asks the database, so never blocks.
  public Optional<SdkKey> authenticated(String text) {
    return Token.parse(text).flatMap(this::authenticated);
  }

  Optional<SdkKey> authenticated(Token token) {
    Known found = token.kind() == Token.Kind.SDK ? known.getIfPresent(token.selector()) : null;
    return found != null
            && found.isFresh()
            && MessageDigest.isEqual(found.secretHash, token.secretHash())
        ? Optional.of(found.key)
        : Optional.empty();
  }

  private @Nullable Known find(String selector) {
    Known found = known.getIfPresent(selector);
    if (found != null && found.isFresh()) {
      return found;
    }
    if (unknown.getIfPresent(selector) != null) {
      return null;
    }
    try {
      return readAfterRevocations(selector);
    } catch (DatabaseUnavailableException e) {
      if (found == null) {
        throw e;
      }
      return found;
    }
  }

  private @Nullable Known readAfterRevocations(String selector) {
    while (true) {
      long before = revocations.get();
      Known read = read(selector);
      if (revocations.get() == before) {
        return read;
      }
      // What was read may be older than what was revoked, and was kept after that was forgotten.
      known.invalidate(selector);
    }
  }

  private @Nullable Known read(String selector) {
    Optional<Known> read =
        transactions.read(connection ->
            Sql.one(
                connection,
                FIND,
                row ->
                    new Known(
                        new SdkKey(
                            row.getObject("definition_id", UUID.class),
                            row.getString("selector"),
                            row.getObject("project_id", UUID.class),
                            row.getObject("environment_id", UUID.class)),
                        row.getBytes("secret_hash"),
                        System.nanoTime()),
                selector));
    if (read.isEmpty()) {
      known.invalidate(selector);
      unknown.put(selector, true);
      return null;
    }
    known.put(selector, read.get());
    return read.get();
  }

  /// Forgets a key that was revoked, by the id of its definition, and tells who listens.
  public void forget(UUID id) {
    forget(key -> key.id().equals(id));
    revocationListeners.forEach(listener -> listener.accept(id));
  }

  /// Forgets the keys of an environment that was deleted.
  public void forgetEnvironment(UUID environmentId) {
    forget(key -> key.environmentId().equals(environmentId));
  }

  /// Forgets all keys, because the log goes on in another epoch, which may know others.
  public void forgetAll() {
    forget(_ -> true);
  }

  private void forget(Predicate<SdkKey> which) {
    revocations.incrementAndGet();
    known.asMap().values().removeIf(found -> which.test(found.key));
  }

  /// Calls the listener with the id of each key that is revoked. It must return at once.
  public void listenToRevocation(Consumer<UUID> listener) {
    revocationListeners.add(listener);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(SdkKey key, byte[] secretHash, long checkedAtNanos) {

    boolean isFresh() {
      return System.nanoTime() - checkedAtNanos < BELIEVED.toNanos();
    }
  }
}
