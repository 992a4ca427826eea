// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.guidon.sdk", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theSdkForcesNothingElseOnApplications =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.guidon.sdk..",
              "dev.guidon.codec..",
              "dev.guidon.evaluation..",
              "dev.guidon.proto..",
              "com.google.protobuf..",
              "com.google.rpc..",
              "io.grpc..",
              "java..",
              "org.jspecify..",
              "org.slf4j..")
          .because(
              "each dependency of the SDK is one that every application must load;"
                  + " do without it, or put it in an add-on module");

  @ArchTest
  static final ArchRule whatApplicationsSeeHidesTheWire =
      noClasses()
          .that()
          .resideInAnyPackage("dev.guidon.sdk", "dev.guidon.sdk.testing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.guidon.proto..", "com.google.protobuf..", "io.grpc..")
          .because(
              "the wire may change within a release of the SDK; wrap it in an internal package");

  @ArchTest
  static final ArchRule internalPackagesAreFreeOfCycles =
      slices()
          .matching("dev.guidon.sdk.internal.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each can then be read alone; move what both need below them")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theSdkIsSilentOnStandardStreams =
      noClasses()
          .should(ACCESS_STANDARD_STREAMS)
          .because("it runs in someone else's process; log through slf4j under a stable name");

  @ArchTest
  static final ArchRule theSdkNeverEndsTheProcess =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("it runs in someone else's process; report a status instead");
}
