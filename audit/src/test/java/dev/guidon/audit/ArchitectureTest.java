// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.guidon.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theLogUsesPlainJdbcAndOneCryptoLibrary =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.guidon.audit..", "com.nimbusds..", "java..", "javax.sql..", "org.jspecify..")
          .because(
              "an auditor reads this module alone; words for flags and all wiring come from the"
                  + " server");

  @ArchTest
  static final ArchRule theTreeIsPureFunctionsOfTheJdk =
      classes()
          .that()
          .resideInAPackage("dev.guidon.audit.tree..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.guidon.audit.tree..", "java..", "org.jspecify..")
          .andShould()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("java.sql..", "java.net..", "java.nio.file..")
          .because("the same code must run over tables and over an export; hand it what it hashes")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theOfflineVerifierNeedsNoDatabase =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.guidon.audit.cli..",
              "dev.guidon.audit.checkpoint..",
              "dev.guidon.audit.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.guidon.audit.jdbc..", "java.sql..", "javax.sql..")
          .because("an outsider verifies with an export and a public key; use tree and checkpoint")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule entriesTakeTheirTimeFromTheDatabase =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because(
              "time must not run backwards against seq, whichever node writes; read it after the"
                  + " head lock");

  @ArchTest
  static final ArchRule packagesBelowTheLogAreFreeOfCycles =
      slices()
          .matching("dev.guidon.audit.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each can then be verified alone; move what both need into tree")
          .allowEmptyShould(true);
}
