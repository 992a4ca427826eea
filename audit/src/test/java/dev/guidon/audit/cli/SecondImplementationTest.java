// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.cli.Finding.Intact;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A verifier in another language, written from `docs/audit.md`, comes to the same roots. Needs `node` on the path.
class SecondImplementationTest {

  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());

  @TempDir private Path directory;

  @Test
  void bothFindTheSameRoot() throws Exception {
    for (int size : new int[] {1, 2, 3, 7, 8, 100, 257}) {
      TestExport export = TestExport.ofSize(size, KEY, new Random(size));
      write(export.lines());

      assertThat(ours())
          .isEqualTo(new Intact(TestExport.ORIGIN, size, export.roots().get(size), 0, 0));
      assertThat(theirs())
          .isEqualTo(
              "{\"result\":\"intact\",\"origin\":\""
                  + TestExport.ORIGIN
                  + "\",\"size\":"
                  + size
                  + ",\"root\":\""
                  + export.roots().get(size)
                  + "\"}");
    }
  }

  @Test
  void bothFindTheSameBrokenEntry() throws Exception {
    List<String> lines = TestExport.ofSize(9, KEY, new Random(1)).lines();
    lines.set(5, lines.get(5).replace("change", "chance"));
    write(lines);

    assertThat(ours().report())
        .isEqualTo(
            "{\"at\":5,\"problem\":\"payload who: not what the entry commits to\",\"result\":\"broken\"}");
    assertThat(theirs()).isEqualTo("{\"result\":\"broken\",\"at\":5,\"problem\":\"who\"}");
  }

  @Test
  void bothRefuseACheckpointOfAnotherKey() throws Exception {
    TestExport export = TestExport.ofSize(3, KEY, new Random(1));
    List<String> lines = export.lines();
    lines.set(0, export.header(3, SigningKey.generate(new SecureRandom())));
    write(lines);

    assertThat(ours().exitCode()).isEqualTo(1);
    assertThat(theirs()).isEqualTo("{\"result\":\"broken\",\"at\":0,\"problem\":\"checkpoint\"}");
  }

  private void write(List<String> lines) throws IOException {
    Files.write(export(), lines);
    Files.writeString(key(), KEY.verification().toJson());
  }

  private Finding ours() throws InterruptedException {
    return VerifyAuditLog.run(
        List.of(export().toString(), key().toString()),
        new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
  }

  private String theirs() throws IOException, InterruptedException {
    Path script = Path.of("src/test/resources/verifier/verify.mjs");
    Process node =
        new ProcessBuilder("node", script.toString(), export().toString(), key().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private Path export() {
    return directory.resolve("export.ndjson");
  }

  private Path key() {
    return directory.resolve("key.json");
  }
}
