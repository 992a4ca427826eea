// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// Goal B2: spoilt requests, for minutes, at a server of 512 MiB: it neither fails, nor falls over, nor leaves good traffic waiting.
///
/// Arguments: seconds (600 unless given), seed.
final class FuzzBenchmark {

  private static final int SENDERS = 8;
  private static final int ANSWER_MILLIS = 100;

  private static final String CONTEXT =
      """
      {"context": {"targetingKey": "user-1", "country": "NO", "company": {"targetingKey": "acme", "seats": 12.5}}}\
      """;
  private static final String FLAG =
      """
      {"key": "made", "type": "string", "name": "Name", "tags": ["a"], "variations": [{"key": "v", "value": "x"}]}\
      """;
  private static final String TARGETING =
      """
      {"on": true, "offVariation": "off",
       "rules": [{"clauses": [{"attribute": "country", "operator": "in", "values": ["DE", "FR"]},
                              {"attribute": "email", "operator": "matches", "values": ["^a.*@b"]}],
                  "serve": {"rollout": {"weights": {"on": 30000, "off": 70000}}}}],
       "fallthrough": {"variation": "on"}}\
      """;

  private final ServerProcess server;
  private final List<byte[]> requests;
  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

  private FuzzBenchmark(ServerProcess server, List<byte[]> requests) {
    this.server = server;
    this.requests = requests;
  }

  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    try (var directory = TemporaryDirectory.create();
        var server =
            ServerProcess.start(directory.path().resolve("data"), List.of("-Xmx512m"), List.of())) {
      var environment = TestEnvironment.create(server, "shop", 100);
      var fuzz = new FuzzBenchmark(server, fine(server.adminToken(), environment.sdkKey()));
      try (var sdk = new HttpConnection(server.uri().getPort(), environment.sdkKey())) {
        var _ = GoodTraffic.forSeconds(sdk, 10);
        Histogram before = GoodTraffic.forSeconds(sdk, 15);
        fuzz.run(sdk, before, seconds, seed);
      }
    }
  }

  private void run(HttpConnection sdk, Histogram before, int seconds, long seed) {
    var over = new AtomicBoolean();
    List<CompletableFuture<Void>> senders =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> CompletableFuture.runAsync(() -> send(new Random(seed + i), over)))
            .toList();
    Histogram during = GoodTraffic.forSeconds(sdk, seconds);
    over.set(true);
    senders.forEach(CompletableFuture::join);
    Report.title("Spoilt requests for %d s, seed %d".formatted(seconds, seed));
    answers.forEach(
        (answer, count) -> Report.figure("answered " + answer, (double) count.sum(), ""));
    Report.quantiles("good traffic before", before);
    Report.quantiles("good traffic during", during);
    Report.figure(
        "errors in the log",
        (double) server.log().lines().filter(line -> line.contains(" ERROR ")).count(),
        "");
  }

  private static List<byte[]> fine(String adminToken, String sdkKey) {
    String targeting = "/api/v1/projects/shop/environments/production/flags/flag-1/targeting";
    return List.of(
        request("POST", "/ofrep/v1/evaluate/flags/flag-1", sdkKey, CONTEXT),
        request("POST", "/ofrep/v1/evaluate/flags", sdkKey, CONTEXT),
        request("POST", "/api/v1/projects/shop/flags", adminToken, FLAG),
        request("PUT", targeting, adminToken, TARGETING),
        request("GET", "/api/v1/projects/shop/flags?limit=10&tag=a", adminToken, ""),
        request("GET", targeting, adminToken, ""));
  }

  private static byte[] request(String method, String path, String token, String body) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\nIf-Match: *\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  private void send(Random random, AtomicBoolean over) {
    while (!over.get()) {
      byte[] request = requests.get(random.nextInt(requests.size()));
      count(answer(spoil(request, random)));
    }
  }

  private void count(String answer) {
    answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
  }

  /// The status of the first answer, or what came of the connection.
  private String answer(byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(ANSWER_MILLIS);
      // Closed without waiting, or there would soon be no port left to connect from.
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return head.length == 0
          ? "nothing, and closed"
          : new String(head, ISO_8859_1).replace("HTTP/1.1 ", "");
    } catch (SocketTimeoutException e) {
      return "nothing yet, as more is to come";
    } catch (IOException e) {
      return "nothing, and cut off";
    }
  }

  private static byte[] spoil(byte[] fine, Random random) {
    byte[] spoilt = fine;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      spoilt = change(spoilt, random);
    }
    return spoilt;
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(bytes, at, random);
      case 1 -> joined(Arrays.copyOf(bytes, at), new byte[0], tail(bytes, end));
      case 2 ->
          joined(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, end), tail(bytes, end));
      case 3 ->
          joined(
              Arrays.copyOf(bytes, at),
              "[".repeat(1 + random.nextInt(2_000)).getBytes(UTF_8),
              tail(bytes, at));
      case 4 ->
          joined(
              Arrays.copyOf(bytes, at),
              "9".repeat(1 + random.nextInt(400)).getBytes(UTF_8),
              tail(bytes, at));
      case 5 ->
          joined(
              Arrays.copyOf(bytes, at), new byte[] {0, (byte) 0xff, '\r', '\n'}, tail(bytes, at));
      case 6 -> joined(bytes, bytes, new byte[random.nextInt(100_000)]);
      default -> joined(Arrays.copyOf(bytes, at), noise(random), tail(bytes, at));
    };
  }

  private static byte[] flipped(byte[] bytes, int at, Random random) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private static byte[] noise(Random random) {
    byte[] noise = new byte[1 + random.nextInt(64)];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[] one, byte[] two, byte[] three) {
    byte[] joined = Arrays.copyOf(one, one.length + two.length + three.length);
    System.arraycopy(two, 0, joined, one.length, two.length);
    System.arraycopy(three, 0, joined, one.length + two.length, three.length);
    return joined;
  }
}
