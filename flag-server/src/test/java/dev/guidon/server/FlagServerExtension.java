// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import dev.guidon.server.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The real server on free ports, on a real database of its own, for the tests of one class.
///
/// ```java
/// @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();
///
/// @Test
/// void aProjectIsThereOnceItIsCreated() {
///   server.admin().post("/api/v1/projects", "{\"key\": \"shop\"}");
/// ```
public final class FlagServerExtension implements BeforeAllCallback, AfterAllCallback {

  private final Map<String, Object> settings;
  private @Nullable TestDatabase database;
  private @Nullable TestNode node;
  private @Nullable Path tokenFile;

  public FlagServerExtension() {
    this(Map.of());
  }

  /// @param settings beside those that every test needs
  public FlagServerExtension(Map<String, Object> settings) {
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    tokenFile = Files.createTempDirectory("guidon").resolve("admin-token");
    database = TestDatabase.create();
    Map<String, Object> all = new HashMap<>(settings);
    all.put("guidon.access.admin-token-file", tokenFile.toString());
    node = TestNode.start(database, all);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    node().close();
    database().close();
    Files.deleteIfExists(tokenFile());
    Files.deleteIfExists(tokenFile().getParent());
  }

  /// Speaks to the server as whoever has the admin token.
  public RestClient admin() {
    return new RestClient(uri(), adminToken());
  }

  /// Speaks to the server with this token; empty for none.
  public RestClient as(String token) {
    return new RestClient(uri(), token);
  }

  public String adminToken() {
    try {
      return Files.readString(tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path tokenFile() {
    return started(tokenFile);
  }

  public URI uri() {
    return node().uri();
  }

  public TestDatabase database() {
    return started(database);
  }

  /// A part of the running server.
  public <T> T bean(Class<T> type) {
    return node().bean(type);
  }

  public TestNode node() {
    return started(node);
  }

  private static <T> T started(@Nullable T thing) {
    if (thing == null) {
      throw new IllegalStateException(
          "the server has not been started (expected: @RegisterExtension static)");
    }
    return thing;
  }
}
