// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static dev.guidon.evaluation.Definitions.flag;
import static dev.guidon.evaluation.Definitions.inSegment;
import static dev.guidon.evaluation.Definitions.segment;
import static dev.guidon.evaluation.Definitions.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DependantsTest {

  private final FlagSnapshot snapshot =
      snapshotOf(
          flag("payments"),
          flag("checkout").requires("payments", "on").rule("r", "on", inSegment("staff")),
          flag("basket").requires("checkout", "on"),
          flag("beside"),
          flag("a").requires("b", "on"),
          flag("b").requires("a", "on"),
          flag("waiting").requires("not there", "on"),
          segment("staff"),
          segment("everybody").rule(inSegment("staff")),
          segment("itself").rule(inSegment("itself")),
          flag("broad").rule("r", "on", inSegment("everybody")));

  @Test
  void flagsDependOnThoseTheyRequireDirectlyAndThroughOthers() {
    assertThat(snapshot.dependantsOfFlag("payments")).containsExactly("basket", "checkout");
    assertThat(snapshot.dependantsOfFlag("checkout")).containsExactly("basket");
    assertThat(snapshot.dependantsOfFlag("basket")).isEmpty();
    assertThat(snapshot.dependantsOfFlag("beside")).isEmpty();
  }

  @Test
  void flagDependsOnItselfOnACycleOnly() {
    assertThat(snapshot.dependantsOfFlag("a")).containsExactly("a", "b");
  }

  @Test
  void flagsDependOnWhatIsNotThereYet() {
    assertThat(snapshot.dependantsOfFlag("not there")).containsExactly("waiting");
  }

  @Test
  void flagsDependOnSegmentsTheyReach() {
    assertThat(snapshot.dependantsOfSegment("staff"))
        .containsExactly("basket", "broad", "checkout");
    assertThat(snapshot.dependantsOfSegment("everybody")).containsExactly("broad");
    assertThat(snapshot.dependantsOfSegment("none")).isEmpty();
  }

  @Test
  void segmentsAreUsedBySegments() {
    assertThat(snapshot.segmentsUsing("staff")).containsExactly("everybody");
    assertThat(snapshot.segmentsUsing("everybody")).isEmpty();
    assertThat(snapshot.segmentsUsing("itself")).containsExactly("itself");
  }
}
