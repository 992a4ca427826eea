// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.DurableFiles;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The token that is made at the first start of an installation and may do everything that people may.
///
/// It is shown once: in the file that the settings name, readable by its owner alone, or else in the log.
@Context
public final class AdminToken {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.server.access");

  private final Transactions transactions;
  private final AdminTokenRepository repository;
  private final AccessConfiguration configuration;
  private final SecureRandom random;
  private final Clock clock;

  /// Never changed once there is one, so it is read once.
  private volatile @Nullable AdminTokenRow stored;

  AdminToken(
      Transactions transactions,
      AdminTokenRepository repository,
      AccessConfiguration configuration,
      SecureRandom random,
      Clock clock) {
    this.transactions = transactions;
    this.repository = repository;
    this.configuration = configuration;
    this.random = random;
    this.clock = clock;
  }

  @PostConstruct
  void makeAtFirstStart() {
    transactions.write(_ -> makeUnlessThere());
  }

  /// Shown, and on disk, before it is committed: a token that nobody was shown could never be had again.
  private boolean makeUnlessThere() {
    Token token = Token.make(Token.Kind.ADM, random);
    repository.insertUnlessThere(
        new AdminTokenRow(true, token.selector(), token.secretHash(), clock.instant()));
    boolean made = require(repository.find()).selector().equals(token.selector());
    if (made) {
      show(token);
    }
    return made;
  }

  private void show(Token token) {
    Path file = configuration.adminTokenFile();
    if (file == null) {
      LOG.warn("The admin token, shown this once (keep it safe): {}", token.reveal());
      return;
    }
    try {
      write(file, token.reveal() + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("guidon.access.admin-token-file: " + file, e);
    }
    LOG.info("The admin token is in {}", file);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    // There may be one of an installation whose database is gone.
    Files.deleteIfExists(file);
    DurableFiles.writeSecret(file, content);
  }

  /// By which the token is found; no secret.
  public String selector() {
    return stored().selector();
  }

  public Instant madeAt() {
    return stored().madeAt();
  }

  /// Whoever shows the admin token.
  Optional<Principal.Admin> authenticate(Token token) {
    AdminTokenRow now = stored();
    boolean same =
        MessageDigest.isEqual(now.secretHash(), token.secretHash())
            && now.selector().equals(token.selector());
    return same ? Optional.of(new Principal.Admin(now.selector())) : Optional.empty();
  }

  private AdminTokenRow stored() {
    AdminTokenRow now = stored;
    if (now == null) {
      now = require(transactions.read(_ -> repository.find()));
      stored = now;
    }
    return now;
  }

  private static AdminTokenRow require(Optional<AdminTokenRow> row) {
    return row.orElseThrow(() -> new IllegalStateException("no admin token (expected: one)"));
  }
}
