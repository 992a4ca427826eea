// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line's few short forms, written out as the settings that they stand for.
///
/// `--data DIRECTORY` is where everything that is to last is kept. `--dev` adds a demo project and prints what to do next.
final class StartArguments {

  private static final String DEFAULT_DATA = "guidon-data";

  private StartArguments() {}

  /// @throws IllegalArgumentException if `--data` lacks its directory
  static String[] asSettings(String... arguments) {
    List<String> settings = new ArrayList<>();
    Path data = Path.of(DEFAULT_DATA);
    boolean dev = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--dev" -> dev = true;
        case "--data" -> {
          if (++i == arguments.length || arguments[i].startsWith("--")) {
            throw new IllegalArgumentException("--data: nothing follows (expected: a directory)");
          }
          data = Path.of(arguments[i]);
        }
        default -> settings.add(arguments[i]);
      }
    }
    add(settings, "guidon.database.embedded.directory", data.resolve("database"));
    add(settings, "guidon.access.admin-token-file", data.resolve("admin-token"));
    add(settings, "guidon.audit.key-file", data.resolve("audit-key.json"));
    add(settings, "guidon.audit.checkpoint-file", data.resolve("audit-checkpoint"));
    if (dev) {
      add(settings, "guidon.demo.secrets-file", data.resolve("demo.env"));
    }
    return settings.toArray(String[]::new);
  }

  /// What is said in full counts, whatever a short form would stand for.
  private static void add(List<String> settings, String name, Path value) {
    String option = "--" + name + "=";
    if (settings.stream().noneMatch(setting -> setting.startsWith(option))) {
      settings.add(option + value.toAbsolutePath().normalize());
    }
  }
}
