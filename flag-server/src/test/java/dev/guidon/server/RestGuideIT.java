// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Does what docs/api/rest.md says, literally and in its order.
class RestGuideIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final Path GUIDE = Path.of("../docs/api/rest.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

  @Test
  void everyCallOfTheGuideIsAnsweredAsItShould() throws IOException, InterruptedException {
    String calls =
        BLOCK
            .matcher(Files.readString(GUIDE))
            .results()
            .map((MatchResult block) -> block.group(1))
            .collect(Collectors.joining("\n"))
            .replace("http://127.0.0.1:8080", server.uri().toString());
    assertThat(calls.lines().filter(line -> line.startsWith("curl"))).hasSizeGreaterThan(8);

    var bash =
        new ProcessBuilder(
            "bash",
            "-eu",
            "-c",
            "curl() { command curl --silent --show-error --fail-with-body \"$@\"; echo; }\n"
                + calls);
    bash.environment().put("GUIDON_ADMIN_TOKEN", server.adminToken());
    Process guide = bash.redirectErrorStream(true).start();
    String answers = new String(guide.getInputStream().readAllBytes(), UTF_8);

    assertThat(guide.waitFor()).as(answers).isZero();
    assertThat(answers).contains("\"moves\":[{\"from\":\"off\",\"to\":\"on\",\"weight\":15000}]");
  }
}
