// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static dev.guidon.server.access.TestAccess.made;
import static dev.guidon.server.access.TestAccess.selector;

import dev.guidon.server.RestClient;
import dev.guidon.server.TestNode;
import dev.guidon.server.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Prints how long another node goes on to take a token after its revocation was answered, with notifications and without.
///
/// Run by hand on a quiet machine, from the repository's root:
/// ```
/// ./mvnw -q -pl flag-server -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
/// java -cp flag-server/target/classes:flag-server/target/test-classes:$(cat flag-server/target/classpath) \
///   dev.guidon.server.access.RevocationBenchmark
/// ```
final class RevocationBenchmark {

  private static final int TIMES = 100;

  private RevocationBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("guidon");
    Path tokenFile = directory.resolve("admin-token");
    try (TestDatabase database = TestDatabase.create();
        TestNode first =
            TestNode.start(
                database, Map.of("guidon.access.admin-token-file", tokenFile.toString()))) {
      var admin = new RestClient(first.uri(), Files.readString(tokenFile).strip());
      var access = new TestAccess(first.uri(), admin).withProjects();
      access.user("reader").grant("reader", "reader", "");
      for (boolean listen : new boolean[] {true, false}) {
        try (TestNode second =
            TestNode.start(
                database,
                Map.of("guidon.log.listen", listen, "guidon.access.failures-per-minute", 1_000))) {
          measure(second, admin, access, 5);
          print(
              listen ? "heard of by notification" : "seen by polling alone",
              measure(second, admin, access, TIMES));
        }
      }
    } finally {
      Files.deleteIfExists(tokenFile);
      Files.deleteIfExists(directory);
    }
  }

  private static long[] measure(TestNode node, RestClient admin, TestAccess access, int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      String token = access.token("\"user\": \"reader\"", "");
      var client = new RestClient(node.uri(), token);
      made(client.get("/api/v1/projects"));
      made(admin.delete("/api/v1/tokens/" + selector(token)));
      long answered = System.nanoTime();
      while (client.get("/api/v1/projects").status() == 200) {
        Thread.onSpinWait();
      }
      nanos[i] = System.nanoTime() - answered;
    }
    Arrays.sort(nanos);
    return nanos;
  }

  private static void print(String how, long[] nanos) {
    System.out.printf(
        "%s: p50 %d ms, p99 %d ms, longest %d ms, of %d%n",
        how,
        nanos[nanos.length / 2] / 1_000_000,
        nanos[nanos.length * 99 / 100] / 1_000_000,
        nanos[nanos.length - 1] / 1_000_000,
        nanos.length);
  }
}
