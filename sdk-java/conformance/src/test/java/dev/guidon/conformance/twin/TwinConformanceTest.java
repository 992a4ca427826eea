// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guidon.conformance.ConformanceCase;
import dev.guidon.conformance.ConformanceCases;
import dev.guidon.conformance.Participant;
import dev.guidon.evaluation.Evaluation;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The twin answers the cases, too: specification, cases and engine have three authors' say.
class TwinConformanceTest {

  @TestFactory
  Stream<DynamicNode> cases() {
    return ConformanceCases.read().evaluations().stream()
        .filter(each -> each.participants().contains(Participant.ENGINE))
        .collect(groupingBy(ConformanceCase::topic, LinkedHashMap::new, toList()))
        .entrySet()
        .stream()
        .map(topic ->
            DynamicContainer.dynamicContainer(
                topic.getKey(),
                topic.getValue().stream()
                    .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)))));
  }

  private static void check(ConformanceCase each) {
    NaiveTwin twin = new NaiveTwin(each.environment());

    Evaluation evaluation = twin.evaluate(each.flagKey(), contextOf(each), each.atEpochMillis());

    assertThat(evaluation.reason()).isEqualTo(each.expected().reason());
    assertThat(evaluation.variationKey()).isEqualTo(each.expected().variationKey());
    assertThat(evaluation.value()).isEqualTo(each.expected().value());
  }

  private static NaiveContext contextOf(ConformanceCase each) {
    JsonNode typed = each.typedJson();
    return typed == null
        ? NaiveContext.ofFlat(TwinValues.fromJson(each.contextJson()))
        : NaiveContext.ofKinds(TwinValues.kindsFromJson(typed));
  }
}
