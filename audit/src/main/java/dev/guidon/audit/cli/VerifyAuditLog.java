// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.checkpoint.VerificationKey;
import dev.guidon.audit.cli.Finding.Unusable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Verifies an export of the audit log with nothing but a public key.
///
/// Prints one JSON object and ends with 0 if the log is intact, 1 if it is broken, 2 if that could not be found out.
public final class VerifyAuditLog {

  private static final String USAGE =
      """
      Usage: VerifyAuditLog EXPORT KEY [--kept FILE] [--tables FILE]

        EXPORT  as GET /api/v1/audit/export gave it; - for standard input
        KEY     a public key of the log (JWK) that you got from somebody you trust
        --kept FILE    checkpoints and receipts that somebody kept, one a line
        --tables FILE  a dump of the live tables; docs/audit.md says how to make one
      """;

  private VerifyAuditLog() {}

  public static void main(String[] arguments) throws InterruptedException {
    Finding finding = run(List.of(arguments), System.err);
    System.out.println(finding.report());
    System.exit(finding.exitCode());
  }

  static Finding run(List<String> arguments, PrintStream progress) throws InterruptedException {
    try {
      return verify(arguments, progress);
    } catch (IOException | IllegalArgumentException e) {
      return new Unusable(e.toString());
    }
  }

  private static Finding verify(List<String> arguments, PrintStream progress)
      throws IOException, InterruptedException {
    List<String> plain = new ArrayList<>();
    List<String> kept = List.of();
    Replay replay = Replay.NONE;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--kept" -> kept = lines(arguments, ++i);
        case "--tables" -> replay = Replay.against(lines(arguments, ++i));
        default -> plain.add(arguments.get(i));
      }
    }
    if (plain.size() != 2) {
      progress.print(USAGE);
      return new Unusable("arguments: " + arguments + " (expected: EXPORT KEY)");
    }
    VerificationKey key = VerificationKey.parse(Files.readString(Path.of(plain.get(1))));
    try (BufferedReader export = open(plain.get(0))) {
      return new ExportVerification(
              export, key, kept, replay, size -> progress.print("\r" + size + " entries"))
          .run();
    } finally {
      progress.println();
    }
  }

  private static BufferedReader open(String export) throws IOException {
    return export.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, UTF_8))
        : Files.newBufferedReader(Path.of(export));
  }

  private static List<String> lines(List<String> arguments, int at) throws IOException {
    if (at == arguments.size()) {
      throw new IllegalArgumentException(
          arguments.getLast() + ": nothing follows (expected: a file)");
    }
    return Files.readAllLines(Path.of(arguments.get(at))).stream()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
