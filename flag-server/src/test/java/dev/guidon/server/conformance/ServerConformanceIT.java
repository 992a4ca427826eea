// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.conformance.ConformanceCase;
import dev.guidon.conformance.ConformanceSuite;
import dev.guidon.conformance.ExpectedEvaluation;
import dev.guidon.conformance.ExpectedProblem;
import dev.guidon.conformance.Participant;
import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.server.FlagServerExtension;
import dev.guidon.server.RestClient.Answer;
import dev.guidon.server.conformance.RestEnvironment.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Saves each case through the admin API and asks for it over OFREP. What the server must refuse, it must refuse with the right
/// problem at the right place.
class ServerConformanceIT extends ConformanceSuite {

  @RegisterExtension
  static final FlagServerExtension server =
      new FlagServerExtension(Map.of(SettableClock.SETTING, true));

  private final Map<JsonNode, RestEnvironment> saved = new HashMap<>();

  @Override
  protected Participant participant() {
    return Participant.SERVER;
  }

  @Override
  protected boolean runs(ConformanceCase each) {
    return each.isExpressibleOverRest();
  }

  @Override
  protected LiveEnvironment install(EnvironmentDefinition environment) {
    throw new UnsupportedOperationException("asked over REST, from the JSON form");
  }

  @Override
  protected void check(ConformanceCase each) {
    RestEnvironment environment = saved.computeIfAbsent(each.environmentJson(), this::save);

    if (each.isRefusedByServer()) {
      assertRefused(environment.refusals(), each.problems());
    } else {
      assertThat(environment.refusals()).as("refusals").isEmpty();
      assertAnswer(ask(environment, each), each);
    }
  }

  private RestEnvironment save(JsonNode definitions) {
    return RestEnvironment.save(server.admin(), "p" + saved.size(), definitions);
  }

  private static void assertRefused(List<Refusal> refusals, List<ExpectedProblem> problems) {
    for (ExpectedProblem problem : problems) {
      assertThat(refusals)
          .as("refusals")
          .anyMatch(
              refusal -> says(refusal, problem) || standsFor(refusal, problem), problem.toString());
    }
  }

  private static boolean says(Refusal refusal, ExpectedProblem problem) {
    return refusal.status() == 422
        && isOf(refusal, problem)
        && refusal.code().equals(problem.code())
        && (problem.pointer() == null || refusal.pointer().equals(problem.pointer()));
  }

  /// What the server says in place of a problem that it does not let come about.
  private static boolean standsFor(Refusal refusal, ExpectedProblem problem) {
    return switch (problem.code()) {
      // Whoever reads JSON sees it before anybody knows what the text is for.
      case "ill-formed-text" ->
          refusal.status() == 400
              && isOf(refusal, problem)
              && refusal.code().equals("invalid-json")
              && (problem.pointer() == null || refusal.pointer().startsWith(problem.pointer()));
      // A broken segment was refused, so there is none to be named.
      case "broken-segment" ->
          refusal.status() == 422
              && refusal.kind().equals("segment")
              && !refusal.code().equals("broken-segment");
      // A broken flag was refused, so there is none to have targeting.
      default ->
          refusal.status() == 404
              && isOf(refusal, problem)
              && refusal.code().equals("flag-not-found");
    };
  }

  private static boolean isOf(Refusal refusal, ExpectedProblem problem) {
    return refusal.kind().equals(problem.kind().name().toLowerCase(Locale.ROOT))
        && refusal.key().equals(problem.key());
  }

  private static Answer ask(RestEnvironment environment, ConformanceCase each) {
    server.bean(SettableClock.class).set(each.atEpochMillis());
    return server
        .as(environment.sdkToken())
        .post(
            "/ofrep/v1/evaluate/flags/" + URLEncoder.encode(each.flagKey(), StandardCharsets.UTF_8),
            "{\"context\": " + RestEnvironment.text(requireNonNull(each.contextJson())) + "}");
  }

  private static void assertAnswer(Answer answer, ConformanceCase each) {
    ExpectedEvaluation expected = each.expected();
    JsonNode body = RestEnvironment.tree(answer.body());
    assertThat(body.path("key").textValue()).as(answer.body()).isEqualTo(each.flagKey());
    if (expected.reason() instanceof EvaluationError(ErrorKind error)) {
      assertThat(body.path("errorCode").textValue())
          .as(answer.body())
          .isEqualTo(error.openFeatureCode());
      assertThat(answer.status()).isEqualTo(error == ErrorKind.FLAG_NOT_FOUND ? 404 : 400);
      return;
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(body.path("reason").textValue()).as(answer.body()).isEqualTo(reason(expected));
    assertThat(body.path("variant").textValue()).isEqualTo(expected.variationKey());
    Value value =
        body.has("value") ? ((Value.ObjectValue) answer.json()).fields().get("value") : null;
    assertThat(value).isEqualTo(expected.value());
    assertNumberForm(body.path("value"), each);
  }

  /// Clients drop the value when they read DISABLED. EDGE-7
  private static String reason(ExpectedEvaluation expected) {
    return expected.reason() instanceof Reason.Off && expected.value() != null
        ? "DEFAULT"
        : expected.reason().openFeatureReason();
  }

  /// Clients tell integers and numbers apart by the decimal point. EDGE-6
  private static void assertNumberForm(JsonNode value, ConformanceCase each) {
    String type =
        each.environment().flags().stream()
            .filter(flag -> flag.key().equals(each.flagKey()))
            .findFirst()
            .orElseThrow()
            .type();
    if (value.isNumber()) {
      assertThat(value.isIntegralNumber())
          .as(value + " of a flag of type " + type)
          .isEqualTo("integer".equals(type));
    }
  }
}
