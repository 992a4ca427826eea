// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.guidon.evaluation.AllocationEdit;
import dev.guidon.evaluation.Allocations;
import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Weight;
import dev.guidon.evaluation.definition.Allocation;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EngineConformanceTest extends ConformanceSuite {

  @Override
  protected Participant participant() {
    return Participant.ENGINE;
  }

  @Override
  protected LiveEnvironment install(EnvironmentDefinition environment) {
    Compilation compilation = FlagSnapshot.compile(environment);
    return new LiveEnvironment() {
      @Override
      public Evaluation evaluate(String flagKey, EvaluationContext context, long atEpochMillis) {
        return compilation.snapshot().evaluate(flagKey, context, atEpochMillis);
      }

      @Override
      public List<DefinitionProblem> problems() {
        return compilation.problems();
      }
    };
  }

  @TestFactory
  Stream<DynamicNode> edits() {
    return ConformanceCases.read().edits().stream()
        .filter(each -> each.participants().contains(participant()))
        .collect(groupingBy(AllocationCase::group, LinkedHashMap::new, toList()))
        .entrySet()
        .stream()
        .map(group ->
            DynamicContainer.dynamicContainer(
                group.getKey(),
                group.getValue().stream()
                    .map(each -> DynamicTest.dynamicTest(each.toString(), () -> check(each)))));
  }

  private static void check(AllocationCase each) {
    if (each.to() == null) {
      assertThatIllegalArgumentException().isThrownBy(() -> edit(each));
    } else if (each.from() == null) {
      assertThat(Allocations.initial(weightsOf(each))).isEqualTo(each.to());
    } else {
      assertThat(edit(each))
          .isInstanceOfSatisfying(
              AllocationEdit.Moved.class,
              moved -> {
                assertThat(moved.allocation()).isEqualTo(each.to());
                assertThat(moved.movedBuckets()).isEqualTo(each.movedBuckets());
              });
    }
  }

  private static Object edit(AllocationCase each) {
    Allocation from = each.from();
    return from == null
        ? Allocations.initial(weightsOf(each))
        : Allocations.next(from, weightsOf(each));
  }

  private static List<Weight> weightsOf(AllocationCase each) {
    return each.variations().stream()
        .filter(each.weights()::containsKey)
        .map(variation -> new Weight(variation, each.weights().get(variation)))
        .toList();
  }
}
