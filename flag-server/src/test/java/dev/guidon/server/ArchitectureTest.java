// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.guidon.server.platform.json.JsonRules;
import dev.guidon.server.platform.json.JsonText;

@AnalyzeClasses(packages = "dev.guidon.server", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CONTROLLER = ".*(Controller|GrpcService|Request|Response)";

  @ArchTest
  static final ArchRule slicesAreFreeOfCycles =
      slices()
          .matching("dev.guidon.server.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a slice can then be read alone; let the lower one publish an event instead")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule platformUsesNoSlice =
      classes()
          .that()
          .resideInAPackage("dev.guidon.server.platform..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("dev.guidon.server.platform..")
                  .or(
                      describe(
                          "are not of Guidon",
                          type -> !type.getPackageName().startsWith("dev.guidon")))
                  .or(describe("are Value, which is what JSON is", ArchitectureTest::isValue)))
          .because("platform has no domain words; move the class to the slice it speaks of")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyPlatformReadsTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.guidon.server.platform..")
          .should()
          .callMethodWhere(describe("reads the time of day", ArchitectureTest::readsTheTimeOfDay))
          .because("tests must be able to move time; take a java.time.Clock as a parameter");

  @ArchTest
  static final ArchRule onlyTheChangeSliceAppendsToTheAuditLog =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.guidon.server.change..")
          .should()
          .callMethodWhere(
              describe(
                  "appends to the audit log",
                  call ->
                      call.getTargetOwner().getPackageName().startsWith("dev.guidon.audit")
                          && call.getName().startsWith("append")))
          .because("a change and its entry are saved together; go through Changes.commit");

  @ArchTest
  static final ArchRule whatCrossesRestStaysBesideItsController =
      classes()
          .that()
          .haveNameMatching(CONTROLLER)
          .and()
          .areTopLevelClasses()
          .should()
          .notBePublic()
          .because("services speak in domain types; convert in the controller's package")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule repositoriesAndRowsStayInTheirSlice =
      classes()
          .that()
          .haveNameMatching(".*(Repository|Row)")
          .and()
          .areTopLevelClasses()
          .should()
          .notBePublic()
          .because("other slices ask questions; offer them a Lookup")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheReaderOfJsonTextKnowsJackson =
      noClasses()
          .that()
          .doNotBelongToAnyOf(JsonText.class, JsonRules.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because(
              "the framework's next release moves Jackson's packages; use JsonText, or Serde's"
                  + " annotations");

  @ArchTest
  static final ArchRule theServerDoesNotUseItsOwnClient =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.guidon.sdk..", "dev.guidon.conformance..")
          .because("both are for tests here; the server evaluates with the engine itself");

  @ArchTest
  static final ArchRule onlyTheMainClassWritesToStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.guidon.server")
          .should(ACCESS_STANDARD_STREAMS)
          .because("operators read the log; use slf4j");

  private static boolean isValue(JavaClass type) {
    return type.getName().startsWith("dev.guidon.evaluation.Value");
  }

  private static boolean readsTheTimeOfDay(JavaMethodCall call) {
    var owner = call.getTargetOwner();
    boolean now =
        owner.getPackageName().equals("java.time")
            && call.getName().equals("now")
            && call.getTarget().getRawParameterTypes().stream()
                .noneMatch(type -> type.isEquivalentTo(java.time.Clock.class));
    boolean millis =
        owner.isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis");
    return now || millis;
  }
}
