// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.evaluation.DefinitionProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsReportedTest {

  private final ProblemsReported reported = new ProblemsReported();

  private static DefinitionProblem problem(String flagKey) {
    return new DefinitionProblem(
        DefinitionProblem.Kind.FLAG, flagKey, "/type", "unknown-type", "x");
  }

  @Test
  void problemIsNewOnceHoweverOftenItIsFound() {
    assertThat(reported.newAmong(List.of(problem("a")))).containsExactly(problem("a"));
    assertThat(reported.newAmong(List.of(problem("a"), problem("b"))))
        .containsExactly(problem("b"));
    assertThat(reported.newAmong(List.of(problem("a"), problem("b")))).isEmpty();
  }

  @Test
  void problemThatComesBackIsNew() {
    assertThat(reported.newAmong(List.of(problem("a")))).isNotEmpty();
    assertThat(reported.newAmong(List.of())).isEmpty();
    assertThat(reported.newAmong(List.of(problem("a")))).containsExactly(problem("a"));
  }
}
