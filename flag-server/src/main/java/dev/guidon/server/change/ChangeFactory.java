// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.audit.AuditLog;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/// The log that changes are appended to.
@Factory
final class ChangeFactory {

  @Singleton
  AuditLog auditLog(SecureRandom random) {
    return new AuditLog(random);
  }
}
