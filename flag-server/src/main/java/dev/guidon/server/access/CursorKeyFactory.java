// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import dev.guidon.server.database.Sql;
import dev.guidon.server.database.Transactions;
import dev.guidon.server.platform.CursorKey;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// The key of an installation's cursors, made by whichever node asks first.
@Factory
final class CursorKeyFactory {

  private static final int LENGTH = 32;

  private static final String MAKE =
      """
      INSERT INTO cursor_key (secret)
      VALUES (?)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND = "SELECT cursor_key.secret FROM cursor_key";

  @Singleton
  CursorKey cursorKey(Transactions transactions, SecureRandom random) {
    byte[] made = new byte[LENGTH];
    random.nextBytes(made);
    byte[] key =
        transactions.write(connection -> {
          Sql.update(connection, MAKE, made);
          return Sql.one(connection, FIND, row -> row.getBytes("secret")).orElseThrow();
        });
    return () -> key;
  }
}
