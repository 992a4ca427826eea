// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RawConnection;
import dev.guidon.server.RestClient;
import dev.guidon.server.RestClient.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests made to break a server are refused: nothing fails inside, nothing of the inside is told, nothing is changed.
class HostileRequestsIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final String TARGETING =
      "/api/v1/projects/shop/environments/production/flags/victim/targeting";

  private static String sdkToken;

  @BeforeAll
  static void aFlag() {
    RestClient admin = server.admin();
    admin.post("/api/v1/projects", "{\"key\": \"shop\"}");
    admin.post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
    admin.post("/api/v1/projects/shop/flags", "{\"key\": \"victim\", \"type\": \"boolean\"}");
    sdkToken =
        admin
            .post(
                "/api/v1/projects/shop/environments/production/sdk-keys", "{\"key\": \"backend\"}")
            .text("/token");
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Hostile(String name, byte[] body) {

    Hostile(String name, String body) {
      this(name, body.getBytes(UTF_8));
    }
  }

  private static final List<Hostile> BODIES =
      List.of(
          new Hostile("nothing", ""),
          new Hostile("blanks", " \n\t ".repeat(1_000)),
          new Hostile("lists without end", "[".repeat(60_000)),
          new Hostile("objects without end", "{\"a\":".repeat(10_000)),
          new Hostile("lists one too deep", "[".repeat(66) + "]".repeat(66)),
          new Hostile("text without end", "\"" + "x".repeat(60_000)),
          new Hostile("longer than may be", "\"" + "x".repeat(1_100_000) + "\""),
          new Hostile("a name of 300 characters", "{\"" + "n".repeat(300) + "\":1}"),
          new Hostile("a number of 1,000 digits", "{\"a\":" + "9".repeat(1_000) + "}"),
          new Hostile("NaN", "{\"a\":NaN}"),
          new Hostile("infinity", "{\"a\":-Infinity}"),
          new Hostile("a zero in front", "{\"a\":01}"),
          new Hostile("a plus in front", "{\"a\":+1}"),
          new Hostile("no digit before the point", "{\"a\":.5}"),
          new Hostile("no digit behind the point", "{\"a\":1.}"),
          new Hostile("no exponent", "{\"a\":1e}"),
          new Hostile("hexadecimal", "{\"a\":0x10}"),
          new Hostile("a comma at the end", "{\"a\":1,}"),
          new Hostile("only a comma", "{,}"),
          new Hostile("no comma", "{\"a\":1 \"b\":2}"),
          new Hostile("no colon", "{\"a\"}"),
          new Hostile("no value", "{\"a\":}"),
          new Hostile("a name that is no text", "{1:2}"),
          new Hostile("half a word", "{\"a\":tru}"),
          new Hostile("single quotes", "{'a':1}"),
          new Hostile("a comment", "{\"a\":1 /* b */}"),
          new Hostile("a name twice", "{\"a\":1,\"a\":2}"),
          new Hostile("the same name, escaped", "{\"a\":1,\"\\u0061\":2}"),
          new Hostile("something behind", "{\"a\":1} {\"b\":2}"),
          new Hostile("an unknown escape", "{\"a\":\"\\x41\"}"),
          new Hostile("half an escape", "{\"a\":\"\\u00zz\"}"),
          new Hostile("a control character", "{\"a\":\"\u0001\"}"),
          new Hostile("a line's end in text", "{\"a\":\"\n\"}"),
          new Hostile("a byte-order mark", "\uFEFF{\"a\":1}"),
          new Hostile("UTF-16", "{\"a\":1}".getBytes(UTF_16)),
          new Hostile("bytes that are no UTF-8", "{\"a\":\"\u00ff\u00fe\"}".getBytes(ISO_8859_1)),
          new Hostile("an overlong slash", "{\"a\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1)),
          new Hostile("half a character", "{\"a\":\"\u00e2\u0082\"}".getBytes(ISO_8859_1)),
          new Hostile("a list", "[1]"),
          new Hostile("a text", "\"a\""),
          new Hostile("null", "null"),
          new Hostile(
              "a type to be made", "{\"@class\":\"java.net.URL\",\"val\":\"http://a.test\"}"),
          new Hostile("a prototype", "{\"__proto__\":{\"admin\":true}}"),
          new Hostile("an operator for the key", "{\"key\":{\"$ne\":null}}"),
          new Hostile("a path for the key", "{\"key\":\"../../etc/passwd\"}"),
          new Hostile("SQL for the key", "{\"key\":\"a'; DROP TABLE definition; --\"}"),
          new Hostile("a look-alike for the key", "{\"key\":\"p\u0430yments\"}"),
          new Hostile("U+0000 for the key", "{\"key\":\"a\\u0000\"}"),
          new Hostile("half a surrogate pair for the key", "{\"key\":\"\\ud800\"}"),
          new Hostile("text turned round for the key", "{\"key\":\"\u202egnp.exe\"}"),
          new Hostile(
              "XML with an entity",
              "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
          new Hostile("YAML with a tag", "!!javax.script.ScriptEngineManager [a]"),
          new Hostile("a serialised object", "\u00ac\u00ed\u0000\u0005sr".getBytes(ISO_8859_1)),
          new Hostile("a compressed body", "\u001f\u008b\b\u0000".getBytes(ISO_8859_1)),
          new Hostile("a form", "key=a&type=boolean"));

  static Stream<Arguments> bodies() {
    String admin = "Authorization: Bearer " + server.adminToken() + "\r\n";
    String sdk = "Authorization: Bearer " + sdkToken + "\r\n";
    return BODIES.stream()
        .flatMap(hostile ->
            Stream.of(
                body(hostile, "POST", "/api/v1/projects", admin),
                body(hostile, "PUT", TARGETING, admin + "If-Match: *\r\n"),
                body(hostile, "POST", "/ofrep/v1/evaluate/flags/victim", sdk),
                body(hostile, "POST", "/ofrep/v1/evaluate/flags", sdk)));
  }

  private static Arguments body(Hostile hostile, String method, String path, String headers) {
    return argumentSet(
        hostile.name() + ": " + method + " " + path,
        RawConnection.request(
            method, path, headers + "Content-Type: application/json\r\n", hostile.body()));
  }

  static Stream<Arguments> heads() {
    String read = "GET /api/v1/projects HTTP/1.1\r\nHost: localhost\r\n";
    String admin = "Authorization: Bearer " + server.adminToken() + "\r\n";
    String get = read + admin;
    String post =
        "POST /api/v1/projects HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + admin;
    return Stream.of(
        head("no HTTP", "hello\r\n\r\n"),
        head("TLS", "\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n"),
        head("HTTP/2 unasked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        head("an unknown version", "GET /api/v1/projects HTTP/9.9\r\n\r\n"),
        head("a line too long", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"),
        head("a header too long", get + "X-A: " + "a".repeat(20_000) + "\r\n\r\n"),
        head("headers too many", get + "X-A: a\r\n".repeat(3_000) + "\r\n"),
        head("a header without a name", get + ": a\r\n\r\n"),
        head("a blank before the colon", get + "Content-Length : 5\r\n\r\n"),
        head("U+0000 in a header", get + "X-A: a\u0000b\r\n\r\n"),
        head("a length that is no number", post + "Content-Length: ten\r\n\r\n"),
        head("a length below zero", post + "Content-Length: -1\r\n\r\n"),
        head("two lengths", post + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}"),
        head("a length beyond all", post + "Content-Length: 99999999999999999999\r\n\r\n"),
        head("a length too large", post + "Content-Length: 999999999\r\n\r\n"),
        head(
            "a length and chunks",
            post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        head("a chunk that is no number", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        head(
            "a chunk beyond all",
            post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n"),
        head("another encoding", post + "Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
        head(
            "a token of 10,000 characters",
            read + "Authorization: Bearer " + "a".repeat(10_000) + "\r\n\r\n"),
        head("another scheme", read + "Authorization: Basic YWRtaW46YWRtaW4=\r\n\r\n"),
        head("a path that climbs", "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head(
            "an encoded path that climbs",
            "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head("half an escape", "GET /api/v1/projects/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head("U+0000 in the path", "GET /api/v1/projects/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head("two slashes", "GET //api/v1//projects HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head("a method that writes, unasked", "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        head("a tunnel", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  }

  private static Arguments head(String name, String request) {
    return argumentSet(name, request.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource({"bodies", "heads"})
  void whatIsMadeToBreakTheServerIsRefused(byte[] request) {
    double before = revision();
    Optional<Answer> answer;

    try (var connection = new RawConnection(server.uri())) {
      answer = connection.send(request).read();
    }

    assertThat(answer)
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.status()).as(refusal.body()).isBetween(400, 499);
          assertThat(refusal.body()).doesNotContain("Exception", "\tat ", "io.netty", "java.");
        });
    assertThat(revision()).as("the log's number: nothing was written").isEqualTo(before);
  }

  private static double revision() {
    Answer metrics = new RestClient(server.node().management(), "").get("/metrics");
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith("guidon_log_revision "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }
}
