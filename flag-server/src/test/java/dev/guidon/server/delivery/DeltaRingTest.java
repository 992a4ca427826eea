// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaRingTest {

  @Test
  void eachChangeIsFoundByTheRevisionItFollows() {
    var ring = new DeltaRing();
    ring.add(change(0, 3, 10));
    ring.add(change(3, 8, 10));

    assertThat(ring.after(0)).extracting(DeltaRing.Change::revision).isEqualTo(3L);
    assertThat(ring.after(3)).extracting(DeltaRing.Change::revision).isEqualTo(8L);
    assertThat(ring.after(8)).isNull();
    assertThat(ring.after(5)).isNull();
  }

  @Test
  void oldestGoWhenThereAreTooMany() {
    var ring = new DeltaRing(3, Long.MAX_VALUE);
    for (long revision = 1; revision <= 5; revision++) {
      ring.add(change(revision - 1, revision, 10));
    }

    assertThat(ring.after(1)).isNull();
    assertThat(ring.after(2)).isNotNull();
    assertThat(ring.after(4)).isNotNull();
  }

  @Test
  void oldestGoWhenTheyAreTooBig() {
    var ring = new DeltaRing(1_000, 2_500);
    for (long revision = 1; revision <= 4; revision++) {
      ring.add(change(revision - 1, revision, 1_000));
    }

    assertThat(ring.after(1)).isNull();
    assertThat(ring.after(2)).isNotNull();
  }

  @Test
  void newestStaysWhateverItsSize() {
    var ring = new DeltaRing(1_000, 2_500);
    ring.add(change(0, 1, 10));
    ring.add(change(1, 2, 10_000));

    assertThat(ring.after(0)).isNull();
    assertThat(ring.after(1)).isNotNull();
  }

  @Test
  void changeThatDoesNotFollowTheNewestBeginsAnew() {
    var ring = new DeltaRing();
    ring.add(change(0, 1, 10));
    ring.add(change(2, 3, 10));

    assertThat(ring.after(0)).isNull();
    assertThat(ring.after(2)).isNotNull();
  }

  private static DeltaRing.Change change(long previous, long revision, int size) {
    return DeltaRing.Change.of(
        previous,
        EnvironmentDigest.ZERO,
        revision,
        EnvironmentDigest.ZERO,
        new EnvironmentDelta(
            List.of(DefinitionObject.of(DefinitionKind.FLAG, "checkout", revision, new byte[size])),
            List.of()));
  }
}
