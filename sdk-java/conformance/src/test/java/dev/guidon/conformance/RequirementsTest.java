// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The specification and its cases are twins.
class RequirementsTest {

  private static final int CASES_PER_REQUIREMENT = 3;
  private static final int CASES = 600;

  private final ConformanceCases cases = ConformanceCases.read();

  @Test
  void everyRequirementHasThreeCases() throws IOException {
    Map<String, Long> counts = countsByRequirement();

    Map<String, Long> tooFew = new TreeMap<>();
    for (String requirement : requirements()) {
      long count = counts.getOrDefault(requirement, 0L);
      if (count < CASES_PER_REQUIREMENT) {
        tooFew.put(requirement, count);
      }
    }

    assertThat(tooFew).as("numbers of docs/evaluation.md with too few cases").isEmpty();
  }

  @Test
  void everyCaseCitesARequirement() throws IOException {
    assertThat(requirements()).containsAll(countsByRequirement().keySet());
  }

  @Test
  void requirementsAreNumberedWithoutGaps() throws IOException {
    List<String> requirements = requirements();

    assertThat(requirements).doesNotHaveDuplicates();
    for (String requirement : requirements) {
      int dot = requirement.indexOf('.');
      int number = Integer.parseInt(requirement.substring(dot + 1));
      if (number > 1) {
        assertThat(requirements).contains(requirement.substring(0, dot + 1) + (number - 1));
      }
    }
  }

  @Test
  void thereAreManyCases() {
    assertThat(cases.count()).isGreaterThanOrEqualTo(CASES);
  }

  @Test
  void everyParticipantIsAskedMostCases() {
    for (Participant participant : Participant.values()) {
      assertThat(cases.evaluations())
          .filteredOn(each -> each.participants().contains(participant))
          .hasSizeGreaterThanOrEqualTo(CASES);
    }
    assertThat(cases.evaluations())
        .filteredOn(ConformanceCase::isExpressibleOverRest)
        .hasSizeGreaterThanOrEqualTo(CASES);
  }

  private Map<String, Long> countsByRequirement() {
    return Stream.concat(
            cases.evaluations().stream().map(ConformanceCase::requirement),
            cases.edits().stream().map(AllocationCase::requirement))
        .collect(groupingBy(requirement -> requirement, TreeMap::new, counting()));
  }

  private static List<String> requirements() throws IOException {
    String specification = Files.readString(Path.of("../../docs/evaluation.md"));
    List<String> requirements =
        Pattern.compile("(?m)^- \\*\\*(EVAL-[0-9]+\\.[0-9]+)\\*\\*")
            .matcher(specification)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(requirements).as("numbers in docs/evaluation.md").hasSizeGreaterThan(100);
    return requirements;
  }
}
