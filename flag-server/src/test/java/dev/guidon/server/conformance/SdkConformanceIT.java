// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.conformance.ConformanceSuite;
import dev.guidon.conformance.Participant;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.sdk.EvaluationDetails;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.server.FlagServerExtension;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Asks a client that follows the real server. One client lives through all cases: from each environment to the next it comes by a
/// change on its stream, as applications do.
class SdkConformanceIT extends ConformanceSuite {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension static final FlagServerExtension server = new FlagServerExtension();

  private static final SettableClock clock = new SettableClock();
  private static StoredEnvironment stored;
  private static GuidonClient client;

  @BeforeAll
  static void connect() throws Exception {
    stored = StoredEnvironment.create(server);
    client =
        GuidonClient.builder()
            .address("127.0.0.1:" + server.node().grpcPort())
            .plaintext()
            .sdkKey(stored.sdkToken())
            .clock(clock)
            .build();
    assertThat(client.awaitReady(PATIENCE)).isTrue();
  }

  @AfterAll
  static void disconnect() {
    client.close();
  }

  @Override
  protected Participant participant() {
    return Participant.SDK;
  }

  @Override
  protected LiveEnvironment install(EnvironmentDefinition environment) throws Exception {
    awaitRevision(stored.replace(environment));
    Map<String, FlagType> types = new HashMap<>();
    for (FlagDefinition flag : environment.flags()) {
      FlagType type = FlagType.labelled(flag.type());
      if (type != null) {
        types.put(flag.key(), type);
      }
    }
    return new LiveEnvironment() {
      @Override
      public Evaluation evaluate(String flagKey, EvaluationContext context, long atEpochMillis) {
        clock.set(atEpochMillis);
        // A flag that has no type is broken, whatever it is asked for.
        return ask(types.getOrDefault(flagKey, FlagType.JSON), flagKey, context);
      }

      @Override
      public @Nullable List<DefinitionProblem> problems() {
        return null;
      }
    };
  }

  private static void awaitRevision(long revision) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (client.status().revision() < revision) {
      if (System.nanoTime() > until) {
        throw new AssertionError("revision " + revision + " did not arrive: " + client.status());
      }
      Thread.sleep(1);
    }
  }

  private static Evaluation ask(FlagType type, String flagKey, EvaluationContext context) {
    return switch (type) {
      case BOOLEAN ->
          evaluation(client.isEnabledDetails(flagKey, context, false), false, Value::of);
      case STRING ->
          evaluation(client.getStringDetails(flagKey, context, "default"), "default", Value::of);
      case INTEGER ->
          evaluation(
              client.getIntegerDetails(flagKey, context, -1),
              -1L,
              value -> Value.of((double) value));
      case NUMBER -> evaluation(client.getNumberDetails(flagKey, context, -1), -1.0, Value::of);
      case JSON ->
          evaluation(
              client.getJsonDetails(flagKey, context, Value.NULL), Value.NULL, Function.identity());
    };
  }

  private static <T> Evaluation evaluation(
      EvaluationDetails<T> details, T defaultValue, Function<T, Value> valueOf) {
    if (details.variation() == null) {
      assertThat(details.value()).as("what the caller gets").isEqualTo(defaultValue);
      return new Evaluation(null, null, details.reason());
    }
    return new Evaluation(valueOf.apply(details.value()), details.variation(), details.reason());
  }
}
