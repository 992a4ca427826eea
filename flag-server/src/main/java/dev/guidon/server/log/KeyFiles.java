// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log;

import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.server.platform.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// Reads signing keys, and makes the one of a first start, for its owner's eyes only.
final class KeyFiles {

  private KeyFiles() {}

  static SigningKey readOrMake(AuditConfiguration configuration, SecureRandom random) {
    String key = configuration.key();
    if (key != null) {
      return parse("guidon.audit.key", key);
    }
    Path file = configuration.keyFile();
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        DurableFiles.writeSecret(file, SigningKey.generate(random).reveal());
      }
    } catch (FileAlreadyExistsException e) {
      // Another node that shares the file was faster.
      return read("guidon.audit.key-file", file);
    } catch (IOException e) {
      throw new UncheckedIOException("guidon.audit.key-file: " + file, e);
    }
    return read("guidon.audit.key-file", file);
  }

  static SigningKey read(String setting, Path file) {
    try {
      return parse(setting, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(setting + ": " + file, e);
    }
  }

  private static SigningKey parse(String setting, String key) {
    try {
      return SigningKey.parse(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(setting + ": " + e.getMessage(), e);
    }
  }
}
