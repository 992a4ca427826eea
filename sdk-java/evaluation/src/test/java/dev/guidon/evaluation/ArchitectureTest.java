// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

@AnalyzeClasses(packages = "dev.guidon.evaluation", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEngineUsesTheJdkAndRe2jOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.guidon.evaluation..", "java..", "com.google.re2j..", "org.jspecify.."))
          .because(
              "each dependency of the engine is one that every application must load;"
                  + " write the few lines, and test them against the library as an oracle");

  @ArchTest
  static final ArchRule evaluatingNeverReachesOutside =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.net..", "java.nio.file..", "java.sql..", "java.lang.reflect..")
          .because("an evaluation is pure; take what it needs as a parameter of compile");

  @ArchTest
  static final ArchRule evaluatingTakesTimeAsAParameter =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("the same question must have the same answer tomorrow; use atEpochMillis");

  @ArchTest
  static final ArchRule evaluatingLeavesNothingToChance =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .because("a context keeps its variation; derive the choice from its key and the salt");

  @ArchTest
  static final ArchRule theEngineHasNoLocksAndNoThreads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent.locks")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executor.class)
          .because("a snapshot is immutable and is replaced as a whole; share that instead");
}
