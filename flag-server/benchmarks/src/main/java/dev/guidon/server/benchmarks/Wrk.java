// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The load generator wrk, which repeats one POST request on many connections and takes little of the processor that it shares
/// with the server.
///
/// @param script where the request is kept for it
record Wrk(Path script) {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

  /// Prepares a request.
  ///
  /// @param directory for its script
  static Wrk posting(Path directory, Map<String, String> headers, String body) {
    var lua = new StringBuilder("wrk.method = \"POST\"\n");
    headers.forEach(
        (name, value) -> lua.append("wrk.headers[\"" + name + "\"] = '" + value + "'\n"));
    lua.append("wrk.body = '" + body + "'\n");
    try {
      Path script = Files.createTempFile(directory, "request-", ".lua");
      return new Wrk(Files.writeString(script, lua));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many of these requests are answered in a second.
  ///
  /// @throws IllegalStateException if any is refused, or wrk is not there
  double rate(URI address, int connections, int seconds) {
    String report =
        run(
            "-t1",
            "-c" + connections,
            "-d" + seconds + "s",
            "-s",
            script.toString(),
            address.toString());
    Matcher rate = RATE.matcher(report);
    if (report.contains("Non-2xx") || report.contains("Socket errors") || !rate.find()) {
      throw new IllegalStateException(address + " is not answered as it should be:\n" + report);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("wrk"));
    command.addAll(List.of(arguments));
    Process wrk;
    try {
      wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalStateException("wrk is missing (expected: apt-get install wrk)", e);
    }
    try {
      return new String(wrk.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      wrk.destroy();
    }
  }
}
