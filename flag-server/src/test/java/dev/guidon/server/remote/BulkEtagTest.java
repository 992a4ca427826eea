// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BulkEtagTest {

  private static final UUID EPOCH = new UUID(1, 2);
  private static final byte[] REQUEST = {1, 2, 3};

  @Test
  void everythingThatAnAnswerDependsOnChangesItsName() {
    Set<String> names =
        Set.of(
            BulkEtag.of(EPOCH, 7, 100, REQUEST),
            BulkEtag.of(new UUID(1, 3), 7, 100, REQUEST),
            BulkEtag.of(EPOCH, 8, 100, REQUEST),
            BulkEtag.of(EPOCH, 7, 101, REQUEST),
            BulkEtag.of(EPOCH, 7, 100, new byte[] {1, 2, 4}));

    assertThat(names).hasSize(5);
    assertThat(names).contains(BulkEtag.of(EPOCH, 7, 100, REQUEST));
  }

  @Test
  void aNameIsFoundAmongSeveralWeakOrStrong() {
    String etag = BulkEtag.of(EPOCH, 7, 100, REQUEST);

    assertThat(BulkEtag.matches(etag, etag)).isTrue();
    assertThat(BulkEtag.matches("\"other\", W/" + etag, etag)).isTrue();
    assertThat(BulkEtag.matches("*", etag)).isTrue();
    assertThat(BulkEtag.matches("\"other\"", etag)).isFalse();
    assertThat(BulkEtag.matches(etag.replace("\"", ""), etag)).isFalse();
  }
}
