// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.guidon.server.log.Checkpoints.Signed;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds checkpoints to a file, one a line.
@Singleton
@Requires(property = "guidon.audit.sink-file")
final class FileSink implements CheckpointSink {

  private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);

  private final Path file;

  FileSink(AuditConfiguration configuration) {
    this.file = requireNonNull(configuration.sinkFile(), "guidon.audit.sink-file");
  }

  @Override
  public void accept(Signed signed) {
    try {
      Files.write(
          file,
          (signed.jws() + "\n").getBytes(US_ASCII),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("A checkpoint could not be added to {}", file, e);
    }
  }
}
