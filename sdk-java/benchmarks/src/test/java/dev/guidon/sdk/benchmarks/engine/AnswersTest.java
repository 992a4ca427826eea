// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.sdk.benchmarks.workload.Catalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is compared does the same: every engine gives the right answers to all users.
class AnswersTest {

  private static final int FLAGS = 50;

  @ParameterizedTest
  @EnumSource
  void engineGivesTheRightAnswers(EngineName name) {
    try (Engine engine = name.open(Catalog.ofWorkloads(FLAGS))) {
      assertThat(AnswerCheck.wrongAnswers(engine)).isEmpty();
    }
  }
}
