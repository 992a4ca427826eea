// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.benchmarks.engine.GuidonDefinitions;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.Workload;
import dev.guidon.sdk.internal.sync.Epoch;
import dev.guidon.sdk.internal.sync.HeldState;
import dev.guidon.sdk.internal.sync.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How long a client takes until it answers the first flag among 20,000, each time in a new JVM.
///
/// ```
/// java -cp guidon-sdk-benchmarks.jar dev.guidon.sdk.benchmarks.StartCheck [RUNS]
/// ```
public final class StartCheck {

  private static final int FLAGS = 20_000;

  /// In the new JVM the client is started again and again; the last time stands for a warm one.
  private static final int STARTS = 10;

  private StartCheck() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 3 && arguments[0].equals("child")) {
      startAgainAndAgain(arguments[1], arguments[2]);
      return;
    }
    int runs = arguments.length == 1 ? Integer.parseInt(arguments[0]) : 5;
    EnvironmentState state =
        EnvironmentState.of(1, GuidonDefinitions.objects(Catalog.ofWorkloads(FLAGS))).state();
    Path file = Files.createTempFile("guidon", ".snapshot");
    try (var server = new SnapshotServer(state)) {
      var epoch = new Epoch(ByteString.copyFrom(new byte[Epoch.SIZE]));
      new SnapshotFile(file).write(new HeldState(epoch, state));
      System.out.printf("%,d flags in %,d bytes%n", FLAGS, Files.size(file));
      print("from the copy on disk", runs, "file", file.toString());
      print("from a stream", runs, "stream", server.address());
    } finally {
      Files.delete(file);
    }
  }

  private static void print(String title, int runs, String source, String where)
      throws IOException, InterruptedException {
    List<Double> first = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      List<Double> millis = inNewJvm(source, where);
      first.add(millis.get(0));
      last.add(millis.get(millis.size() - 1));
    }
    System.out.printf(
        "%s: %.0f ms cold, %.0f ms warm (medians of %d JVMs)%n",
        title, median(first), median(last), runs);
  }

  private static List<Double> inNewJvm(String source, String where)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StartCheck.class.getName(),
                "child",
                source,
                where)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Double> millis = process.inputReader().lines().map(Double::valueOf).toList();
    if (process.waitFor() != 0 || millis.size() != STARTS) {
      throw new IllegalStateException("the client could not be started from the " + source);
    }
    return millis;
  }

  private static void startAgainAndAgain(String source, String where) {
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      try (GuidonClient client = client(source, where)) {
        if (!client.awaitReady(Duration.ofMinutes(1)) || !answers(client)) {
          throw new IllegalStateException(client.status().toString());
        }
        System.out.println((System.nanoTime() - start) / 1e6);
      }
    }
  }

  private static GuidonClient client(String source, String where) {
    return source.equals("file")
        ? GuidonClient.builder().offline(Path.of(where)).build()
        : GuidonClient.builder().address(where).plaintext().sdkKey("guidon_sdk_benchmark").build();
  }

  private static boolean answers(GuidonClient client) {
    return client.isEnabled(Workload.W1.flagKey(), EvaluationContext.of("ann"), false)
        && client.flagKeys().size() == FLAGS;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
