// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.CursorKey;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// The key of an installation's cursors, made by whichever node asks first.
@Factory
final class CursorKeyFactory {

  private static final int LENGTH = 32;

  @Singleton
  CursorKey cursorKey(
      Transactions transactions, CursorKeyRepository repository, SecureRandom random) {
    byte[] made = new byte[LENGTH];
    random.nextBytes(made);
    byte[] key =
        transactions.write(_ -> {
          repository.insertUnlessThere(new CursorKeyRow(true, made));
          return repository.find().secret();
        });
    return () -> key;
  }
}
