// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every refusal is RFC 9457's document, whoever refuses: we, the router, or the HTTP server.
class ProblemIT {

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  @BeforeAll
  static void openShop() {
    server.admin().post("/api/v1/projects", "{\"key\": \"shop\"}");
    server.admin().post("/api/v1/projects/shop/environments", "{\"key\": \"production\"}");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("no such route", "GET", "/api/v1/nothing", null, null, 404, "route-not-found"),
        argumentSet(
            "no such project",
            "GET",
            "/api/v1/projects/none",
            null,
            null,
            404,
            "project-not-found"),
        argumentSet(
            "a method that the route has not",
            "POST",
            "/api/v1/projects/shop",
            "application/json",
            "{}",
            405,
            "method-not-allowed"),
        argumentSet(
            "a type that the route does not read",
            "POST",
            "/api/v1/projects",
            "text/plain",
            "hello",
            415,
            "unsupported-media-type"),
        argumentSet(
            "a body that is no JSON",
            "POST",
            "/api/v1/projects",
            "application/json",
            "{\"key\":\n  \"a\" \"b\"}",
            400,
            "invalid-json"),
        argumentSet(
            "no body", "POST", "/api/v1/projects", "application/json", "", 400, "invalid-request"),
        argumentSet(
            "a name twice",
            "POST",
            "/api/v1/projects",
            "application/json",
            "{\"key\":\"a\",\"key\":\"b\"}",
            400,
            "invalid-json"),
        argumentSet(
            "an unknown field",
            "POST",
            "/api/v1/projects",
            "application/json",
            "{\"key\":\"a\",\"nmae\":\"b\"}",
            400,
            "invalid-request"),
        argumentSet(
            "a field of another type",
            "POST",
            "/api/v1/projects",
            "application/json",
            "{\"key\":1}",
            400,
            "invalid-request"),
        argumentSet(
            "a body that is too large",
            "POST",
            "/api/v1/projects",
            "application/json",
            "\"" + "x".repeat(1_100_000) + "\"",
            413,
            "body-too-large"),
        argumentSet(
            "JSON that is too deep",
            "POST",
            "/api/v1/projects",
            "application/json",
            "[".repeat(100_000),
            400,
            "invalid-json"),
        argumentSet(
            "a parameter that is no number",
            "GET",
            "/api/v1/projects?limit=many",
            null,
            null,
            400,
            "invalid-parameter"),
        argumentSet(
            "a parameter that no route has",
            "GET",
            "/api/v1/projects?limt=5",
            null,
            null,
            400,
            "invalid-parameter"),
        argumentSet(
            "a comment on what changes nothing",
            "GET",
            "/api/v1/projects?comment=why",
            null,
            null,
            400,
            "invalid-parameter"),
        argumentSet(
            "a filter for what there cannot be",
            "GET",
            "/api/v1/projects/shop/flags?archived=maybe",
            null,
            null,
            400,
            "invalid-parameter"),
        argumentSet(
            "a parameter that is missing",
            "GET",
            "/api/v1/projects/shop/environments/production/mentions",
            null,
            null,
            400,
            "invalid-parameter"),
        argumentSet(
            "a cursor that is none",
            "GET",
            "/api/v1/projects?cursor=!!",
            null,
            null,
            400,
            "invalid-parameter"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsAProblemDocument(
      String method, String path, String contentType, String body, int status, String code) {
    Answer answer = server.admin().send(method, path, contentType, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("/code")).isEqualTo(code);
    assertThat(answer.at("/status")).isEqualTo((double) status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).doesNotContain("Exception", "\tat ");
  }

  static Stream<Arguments> details() {
    return Stream.of(
        argumentSet(
            "a method", "PUT", "/api/v1/projects", "{}", "PUT \\(expected: .*(GET|POST).*\\)"),
        argumentSet(
            "a patch of another type",
            "PATCH",
            "/api/v1/projects/shop",
            "{}",
            "Content-Type: application/json \\(expected: application/merge-patch\\+json\\)"),
        argumentSet(
            "no body", "POST", "/api/v1/projects", "", "body: missing \\(expected: JSON\\)"),
        argumentSet(
            "a number",
            "GET",
            "/api/v1/projects?limit=many",
            null,
            "limit: many \\(expected: an integer\\)"),
        argumentSet(
            "a parameter",
            "GET",
            "/api/v1/projects/shop/environments/production/mentions",
            null,
            "targetingKey: missing \\(expected: a value\\)"));
  }

  @ParameterizedTest
  @MethodSource("details")
  void aRefusalOfTheFrameworkSaysWhatWasExpected(
      String method, String path, String body, String detail) {
    Answer answer = server.admin().send(method, path, "application/json", body);

    assertThat(answer.text("/detail")).matches(detail);
  }

  @Test
  void badJsonIsRefusedWithLineAndPointer() {
    Answer answer =
        server
            .admin()
            .post("/api/v1/projects", "{\"key\": \"a\",\n \"name\": {\"x\": [1, 2,, 3]}}");

    assertThat(answer.text("/detail"))
        .startsWith("line 2, column 22: Unexpected character (',' (code 44))");
    assertThat(answer.text("/errors/0/pointer")).isEqualTo("/name/x/2");
  }

  @Test
  void aCompressedBodyIsRefused() {
    Answer answer =
        server
            .admin()
            .with("Content-Encoding", "gzip")
            .post("/api/v1/projects", "{\"key\": \"squeezed\"}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.text("/code")).isEqualTo("unsupported-encoding");
  }

  @Test
  void aRequestKeepsTheNameThatItsCallerGaveIt() {
    Answer answer = server.admin().with("X-Request-Id", "call-7").get("/api/v1/projects/none");

    assertThat(answer.text("/requestId")).isEqualTo("call-7");
    assertThat(answer.header("X-Request-Id")).isEqualTo("call-7");
  }
}
