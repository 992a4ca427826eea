// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.guidon.conformance.twin.RandomContexts.Both;
import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Getter;
import dev.guidon.evaluation.Reason;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.evaluation.Reason.Fallthrough;
import dev.guidon.evaluation.Reason.RuleMatch;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Engine and twin give the same answers to random questions, and the questions reach everything.
///
/// `-Dpairs=1000000` asks that many (flag, context) pairs; `-Dseed=…` asks those of an earlier run again. What disagrees is replayed
/// with the two settings that the failure names.
class TwinAgreementTest {

  /// Fewer may miss what is rare; at this number each problem has been met a dozen times or more.
  private static final int PAIRS_THAT_REACH_ALL = 200_000;

  private static final int PAIRS = Integer.getInteger("pairs", PAIRS_THAT_REACH_ALL);
  private static final int PAIRS_PER_ENVIRONMENT = 100;
  private static final long SEED = Long.getLong("seed", new Random().nextLong());

  private static final List<Getter> GETTERS = List.of(Getter.values());

  /// What was met on the way.
  private final Set<String> reasons = new TreeSet<>();

  private final Set<String> answers = new TreeSet<>();
  private final Set<String> problemCodes = new TreeSet<>();

  @Test
  void engineAndTwinAgree() throws IOException {
    System.out.println("TwinAgreementTest: " + PAIRS + " pairs, -Dseed=" + SEED);

    for (int i = 0; i < PAIRS / PAIRS_PER_ENVIRONMENT; i++) {
      askOneEnvironment(SEED + i);
    }

    if (PAIRS >= PAIRS_THAT_REACH_ALL) {
      assertEverythingWasReached();
    }
  }

  private void assertEverythingWasReached() throws IOException {
    assertThat(reasons).containsExactlyInAnyOrderElementsOf(ALL_REASONS);
    assertThat(answers).containsAll(allAnswers());
    assertThat(problemCodes).containsExactlyInAnyOrderElementsOf(codesOfTheSpecification());
  }

  private void askOneEnvironment(long seed) {
    Random random = new Random(seed);
    String replay = "-Dpairs=" + PAIRS_PER_ENVIRONMENT + " -Dseed=" + seed;
    EnvironmentDefinition environment = new RandomEnvironments(random).next();
    Compilation compilation = FlagSnapshot.compile(environment);
    FlagSnapshot snapshot = compilation.snapshot();
    NaiveTwin twin = new NaiveTwin(environment);
    assertSameAreBroken(compilation.problems(), twin, environment, replay);

    RandomContexts contexts = new RandomContexts(random);
    Vocabulary vocabulary = new Vocabulary(random);
    int flagCount = environment.flags().size();
    for (int i = 0; i < PAIRS_PER_ENVIRONMENT; i++) {
      Both context = contexts.next();
      String flagKey =
          "flag-" + random.nextInt(random.nextInt(10) == 0 ? flagCount + 1 : flagCount);
      long at = vocabulary.at();
      Getter getter = vocabulary.one(GETTERS);

      Evaluation byEngine = snapshot.evaluate(flagKey, context.forEngine(), at);
      Evaluation byTwin = twin.evaluate(flagKey, context.forTwin(), at);
      Evaluation readByEngine = snapshot.evaluate(flagKey, getter, context.forEngine(), at);
      Evaluation readByTwin = twin.read(byTwin, flagKey, getter);

      if (!byEngine.equals(byTwin) || !readByEngine.equals(readByTwin)) {
        fail(
            printable(
                "%s: %s read as %s at %s in %s%nengine: %s, read %s%ntwin: %s, read %s%n%s"
                    .formatted(
                        replay,
                        flagKey,
                        getter,
                        at,
                        context.source(),
                        byEngine,
                        readByEngine,
                        byTwin,
                        readByTwin,
                        environment)));
      }
      reasons.add(nameOf(byTwin));
      reasons.add(nameOf(readByTwin));
    }
    answers.addAll(twin.answers());
    compilation.problems().forEach(problem -> problemCodes.add(problem.code()));
  }

  /// A flag is malformed, a segment broken, exactly when compiling found something to say about it.
  private static void assertSameAreBroken(
      List<DefinitionProblem> problems,
      NaiveTwin twin,
      EnvironmentDefinition environment,
      String replay) {
    Set<String> flags = new HashSet<>();
    Set<String> segments = new HashSet<>();
    for (DefinitionProblem problem : problems) {
      (problem.kind() == DefinitionProblem.Kind.SEGMENT ? segments : flags).add(problem.key());
    }
    requireSame(flags, twin.malformedFlags(), key -> flag(environment, key), replay);
    requireSame(segments, twin.brokenSegments(), key -> segment(environment, key), replay);
  }

  private static void requireSame(
      Set<String> byEngine,
      Set<String> byTwin,
      Function<String, String> definition,
      String replay) {
    for (String key : byEngine) {
      if (!byTwin.contains(key)) {
        fail(printable(replay + ": malformed only for the engine: " + definition.apply(key)));
      }
    }
    for (String key : byTwin) {
      if (!byEngine.contains(key)) {
        fail(printable(replay + ": malformed only for the twin: " + definition.apply(key)));
      }
    }
  }

  private static String flag(EnvironmentDefinition environment, String key) {
    return environment.flags().stream().filter(flag -> flag.key().equals(key)).toList()
        + " "
        + environment.targetings().stream().filter(each -> each.flagKey().equals(key)).toList();
  }

  private static String segment(EnvironmentDefinition environment, String key) {
    return environment.segments().stream()
        .filter(each -> each.key().equals(key))
        .toList()
        .toString();
  }

  private static final List<String> ALL_REASONS =
      List.of(
          "OFF",
          "OFF without value",
          "TARGET_MATCH",
          "RULE_MATCH",
          "RULE_MATCH, rollout",
          "FALLTHROUGH",
          "FALLTHROUGH, rollout",
          "FALLTHROUGH, conditional",
          "FALLTHROUGH, rollout, conditional",
          "PREREQUISITE_FAILED",
          "PREREQUISITE_FAILED without value",
          "FLAG_NOT_FOUND",
          "MALFORMED_FLAG",
          "TARGETING_KEY_MISSING",
          "INVALID_CONTEXT",
          "TYPE_MISMATCH");

  private static String nameOf(Evaluation evaluation) {
    Reason reason = evaluation.reason();
    if (reason instanceof EvaluationError error) {
      return error.error().name();
    }
    if (reason instanceof RuleMatch rule) {
      return rule.kind() + (rule.rollout() ? ", rollout" : "");
    }
    if (reason instanceof Fallthrough fallthrough) {
      return fallthrough.kind()
          + (fallthrough.rollout() ? ", rollout" : "")
          + (fallthrough.conditional() ? ", conditional" : "");
    }
    return reason.kind() + (evaluation.value() == null ? " without value" : "");
  }

  /// Each operator has said yes and no, negated and not.
  private static Set<String> allAnswers() {
    return NaiveClause.OPERATORS.stream()
        .flatMap(operator ->
            List.of(" true", " false", " true, negated", " false, negated").stream()
                .map(answer -> operator + answer))
        .collect(Collectors.toSet());
  }

  /// The table of problems; those that only saving finds are not in it.
  private static Set<String> codesOfTheSpecification() throws IOException {
    String specification = Files.readString(Path.of("../../docs/evaluation.md"));
    return Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ")
        .matcher(specification.substring(specification.indexOf("## 22 Problems")))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  /// Lone surrogates and controls do not survive the way to a report.
  private static String printable(String text) {
    return text.replaceAll("x{50,}", "x...x")
        .chars()
        .mapToObj(c ->
            (c >= ' ' && c < 0x7F) || c == '\n' ? String.valueOf((char) c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }
}
