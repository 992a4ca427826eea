// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.guidon.codec", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theCodecUsesTheEngineAndTheWireOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.guidon.codec..",
              "dev.guidon.evaluation..",
              "dev.guidon.proto..",
              "com.google.protobuf..",
              "java..",
              "org.jspecify..")
          .because("server and SDK both load it; what only one of them needs belongs there");

  @ArchTest
  static final ArchRule messagesStayInside =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                  "dev.guidon.proto.definition.."))
          .because("callers hold definitions or bytes; return one of the two")
          .allowEmptyShould(true);
}
