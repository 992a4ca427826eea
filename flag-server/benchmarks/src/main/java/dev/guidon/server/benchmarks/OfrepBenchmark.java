// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/// How many OFREP requests a node answers in a second, while whoever asks takes part of the same processors.
///
/// An environment of 1,000 flags; for each figure the median of three runs of 10 seconds.
final class OfrepBenchmark {

  private static final int FLAGS = 1_000;
  private static final int RUNS = 3;
  private static final int SECONDS = 10;

  // Of none of the five countries, so that rule and rollout are both asked.
  private static final String CONTEXT =
      """
      {"context":{"targetingKey":"user-4711","country":"NO","plan":"pro","age":42,"beta":true,"email":"ann@example.com"}}\
      """;

  private OfrepBenchmark() {}

  private record Case(String name, IntToDoubleFunction rateInSeconds) {}

  public static void main(String[] arguments) throws InterruptedException {
    try (var directory = TemporaryDirectory.create();
        var server = ServerProcess.start(directory.path().resolve("data"), List.of(), List.of())) {
      var environment = TestEnvironment.create(server, "shop", FLAGS);
      addPlainFlag(server);
      URI all = server.uri().resolve("/ofrep/v1/evaluate/flags");
      Map<String, String> headers =
          Map.of(
              "Authorization",
              "Bearer " + environment.sdkKey(),
              "Content-Type",
              "application/json");
      var asking = Wrk.posting(directory.path(), headers, CONTEXT);
      var askingAgain = Wrk.posting(directory.path(), again(all, headers), CONTEXT);
      measure(
          List.of(
              new Case(
                  "one flag, rule and 5 %",
                  seconds -> asking.rate(one(all, TestEnvironment.flag(FLAGS / 2)), 32, seconds)),
              new Case(
                  "one flag, on or off", seconds -> asking.rate(one(all, "plain"), 32, seconds)),
              new Case("1,000 flags", seconds -> asking.rate(all, 8, seconds)),
              new Case("1,000 flags, 304", seconds -> askingAgain.rate(all, 32, seconds))));
    }
  }

  private static void addPlainFlag(ServerProcess server) {
    try (HttpConnection admin = server.connect()) {
      admin.ask("POST", "/projects/shop/flags", "{\"key\": \"plain\", \"type\": \"boolean\"}");
      admin.ask("POST", "/projects/shop/environments/production/flags/plain/on", "");
    }
  }

  private static URI one(URI all, String flag) {
    return URI.create(all + "/" + flag);
  }

  /// The headers of whoever has the newest answer.
  private static Map<String, String> again(URI all, Map<String, String> headers)
      throws InterruptedException {
    var request = HttpRequest.newBuilder(all).POST(BodyPublishers.ofString(CONTEXT));
    headers.forEach(request::header);
    try (var client = HttpClient.newHttpClient()) {
      String etag =
          client
              .send(request.build(), BodyHandlers.discarding())
              .headers()
              .firstValue("ETag")
              .orElseThrow();
      var again = new TreeMap<>(headers);
      again.put("If-None-Match", etag);
      return again;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void measure(List<Case> cases) {
    for (Case each : cases) {
      var _ = each.rateInSeconds().applyAsDouble(SECONDS);
    }
    Report.title("OFREP, requests a second: median of %d runs of %d s".formatted(RUNS, SECONDS));
    for (Case each : cases) {
      double[] rates = new double[RUNS];
      Arrays.setAll(rates, _ -> each.rateInSeconds().applyAsDouble(SECONDS));
      Arrays.sort(rates);
      Report.figure(each.name(), rates[RUNS / 2], "of " + Arrays.toString(rates));
    }
  }
}
