// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.GuidonClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Does what the README says, literally.
class ReadmeIT {

  private static final Path README = Path.of("../README.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "<!-- (?<mark>run|region)[^\n]*-->\n```\\w+\n(?<text>.*?)\n```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(" *// region readme\n(.*?) *// end region", Pattern.DOTALL);

  private record Step(String command, String expected) {}

  @Test
  void theFirstFlagIsThereInTheWordsOfTheReadme(@TempDir Path checkout) throws Exception {
    Path data = checkout.resolve(".guidon");
    Process server = startDemo(data);
    try {
      await().atMost(90, SECONDS).until(() -> Files.exists(data.resolve("demo.env")));

      for (Step step : steps()) {
        assertThat(run(checkout, step)).as(step.command).isEqualTo(step.expected);
      }

      Map<String, String> variables =
          Files.readAllLines(data.resolve("demo.env")).stream()
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      try (GuidonClient client =
          ReadmeExample.run(variables.get("GUIDON_ADDRESS"), variables.get("GUIDON_SDK_KEY"))) {
        assertThat(client.isEnabled("hello", EvaluationContext.of("user-1"), false)).isTrue();
      }
    } finally {
      server.destroy();
      server.waitFor(30, SECONDS);
    }
  }

  @Test
  void theProgramOfTheReadmeIsTheOneThatIsCompiled() throws IOException {
    String source = Files.readString(Path.of("src/test/java/dev/guidon/server/ReadmeExample.java"));
    Matcher region = REGION.matcher(source);
    assertThat(region.find()).isTrue();

    assertThat(block("region")).isEqualTo(region.group(1).stripTrailing().stripIndent());
  }

  private static Process startDemo(Path data) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            FlagServer.class.getName(),
            "--dev",
            "--data",
            data.toString(),
            "--micronaut.server.port=-1",
            "--guidon.management.port=" + FreePort.find(),
            "--guidon.grpc.port=0")
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile("readme", ".log").toFile())
        .start();
  }

  private static List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    for (String part : ("\n" + block("run")).split("\n\\$ ", -1)) {
      if (!part.isEmpty()) {
        String[] lines = part.split("\n", 2);
        steps.add(new Step(lines[0], lines.length > 1 ? lines[1] : ""));
      }
    }
    assertThat(steps).hasSizeGreaterThan(4);
    return steps;
  }

  /// Steps share a shell's variables, so each runs after all before it that only set some.
  private static String run(Path checkout, Step step) throws IOException, InterruptedException {
    String settings =
        steps().stream()
            .map(Step::command)
            .takeWhile(command -> !command.equals(step.command))
            .filter(command -> !command.startsWith("curl"))
            .collect(Collectors.joining("\n"));
    Process shell =
        new ProcessBuilder("bash", "-eu", "-c", settings + "\n" + step.command)
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(shell.waitFor()).as(step.command + "\n" + output).isZero();
    return output;
  }

  private static String block(String mark) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(README));
    while (blocks.find()) {
      if (blocks.group("mark").equals(mark)) {
        return blocks.group("text").strip();
      }
    }
    throw new IllegalStateException("README.md: no block marked " + mark);
  }
}
