// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.guidon.conformance", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule casesKnowTheEngineAndNeitherClientNorServer =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.guidon.sdk..",
              "dev.guidon.server..",
              "dev.guidon.audit..",
              "dev.guidon.codec..",
              "dev.guidon.proto..")
          .because(
              "the same cases are asked of the engine, the SDK and the server;"
                  + " extend the suite in the module that answers");
}
