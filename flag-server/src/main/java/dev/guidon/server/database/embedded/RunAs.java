// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// As whom PostgreSQL's programs run: as we do, or, because they refuse root, as another user.
///
/// @param account null for ourselves
/// @param prefix what a command line begins with so that it runs as that user
record RunAs(@Nullable Account account, List<String> prefix) {

  /// A process under root's own directories (mode 0700) reaches neither data nor programs as another user. This capability
  /// lets it read and pass, nothing else. `access()`, which initdb asks, heeds capabilities only when they are not tied to
  /// the user id, hence the securebits.
  private static final List<String> MAY_PASS_EVERYWHERE =
      List.of(
          "--securebits=+no_setuid_fixup",
          "--inh-caps=+dac_read_search",
          "--ambient-caps=+dac_read_search");

  RunAs {
    prefix = List.copyOf(prefix);
  }

  static RunAs ourselves() {
    return new RunAs(null, List.of());
  }

  /// As another user, which only root can ask for.
  static RunAs another(Account account, HostSystem host) throws EmbeddedPostgresException {
    Path setpriv =
        host.program("setpriv")
            .orElseThrow(() ->
                new EmbeddedPostgresException(
                    "Started by root, PostgreSQL has to run as another user, which needs the program setpriv (package util-linux),"
                        + " and it is not on the path. Install it, or start the server as another user, or use a PostgreSQL elsewhere"
                        + " with guidon.database.url."));
    var runAs =
        new RunAs(
            account,
            List.of(
                setpriv.toString(),
                "--reuid=" + account.uid(),
                "--regid=" + account.gid(),
                "--clear-groups"));
    String problem = runAs.problemRunning(List.of("true"));
    if (problem != null) {
      throw new EmbeddedPostgresException(
          "Started by root, PostgreSQL has to run as "
              + account.name()
              + ", and that failed: "
              + problem
              + ". Start the server as another user, or use a PostgreSQL elsewhere with guidon.database.url.");
    }
    return runAs;
  }

  RunAs passingEverywhere() {
    List<String> extended = new ArrayList<>(prefix);
    extended.addAll(MAY_PASS_EVERYWHERE);
    return new RunAs(account, extended);
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /// Whether that user can enter a directory, every directory above it included. Asked by trying, because permissions, access
  /// lists, mounts and security modules all have a say.
  boolean canEnter(Path directory) {
    return account == null
        || problemRunning(List.of("sh", "-c", "cd \"$1\"", "sh", directory.toString())) == null;
  }

  /// Gives a file or directory to that user; nothing happens when that is us.
  void own(Path path) throws IOException {
    if (account != null) {
      account.own(path);
    }
  }

  private @Nullable String problemRunning(List<String> command) {
    try {
      var builder =
          new ProcessBuilder(command(command))
              .redirectErrorStream(true)
              .directory(Path.of("/").toFile());
      clean(builder.environment());
      Process process = builder.start();
      closeQuietly(process.getOutputStream());
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? null : (output.isEmpty() ? "exit status " + status : output);
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /// Leaves a program only what it needs: our environment may hold secrets, and variables that begin with PG change what
  /// PostgreSQL does.
  static void clean(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // the program has ended already
    }
  }

  @Override
  public String toString() {
    return account == null ? "this user" : "the user " + account.name();
  }
}
