// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.AnnouncedKey;
import dev.guidon.audit.AuditLog;
import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogReceipt;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.server.change.Receipt;
import dev.guidon.server.change.ReceiptSigner;
import dev.guidon.server.database.Transactions;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.List;

/// Signs for this installation's log, with the key that all of its nodes have.
@Singleton
final class LogSigner implements ReceiptSigner {

  private final SigningKey key;
  private final String origin;

  LogSigner(
      AuditConfiguration configuration,
      SecureRandom random,
      Transactions transactions,
      AuditLog log) {
    this.key = KeyFiles.readOrMake(configuration, random);
    this.origin = transactions.read(log::origin);
    transactions.write(connection -> {
      log.lockHead(connection);
      List<AnnouncedKey> keys = log.keys(connection);
      if (keys.isEmpty()) {
        log.announce(connection, AnnouncedKey.first(key.verification()));
      }
      return keys;
    });
  }

  @Override
  public String sign(Receipt receipt) {
    return key.sign(new LogReceipt(origin, receipt.seq(), receipt.leafHash(), receipt.root()));
  }

  String sign(Checkpoint checkpoint) {
    return key.sign(checkpoint);
  }

  SigningKey key() {
    return key;
  }

  /// Which log it signs for.
  String origin() {
    return origin;
  }
}
