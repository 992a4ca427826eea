// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.server.log.Checkpoints.Signed;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes checkpoints into the server's log, which is usually collected elsewhere.
@Singleton
@Requires(property = "guidon.audit.sink-log", value = "true")
final class LogSink implements CheckpointSink {

  private static final Logger LOG = LoggerFactory.getLogger("dev.guidon.audit.checkpoint");

  @Override
  public void accept(Signed signed) {
    LOG.atInfo()
        .addKeyValue("origin", signed.checkpoint().origin())
        .addKeyValue("size", signed.checkpoint().size())
        .addKeyValue("jws", signed.jws())
        .log("checkpoint");
  }
}
