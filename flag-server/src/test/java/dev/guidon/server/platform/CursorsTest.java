// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class CursorsTest {

  private final Cursors cursors = new Cursors(() -> new byte[32]);

  @Test
  void aCursorLeadsBehindItsSortKeyOnEveryNodeWithTheKey() {
    String cursor = cursors.paging("flags", null, null).cursor().apply("checkout");

    Paging next = new Cursors(() -> new byte[32]).paging("flags", cursor, 10);

    assertThat(next.after()).isEqualTo("checkout");
    assertThat(next.limit()).isEqualTo(10);
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    String cursor = cursors.paging("flags", null, null).cursor().apply("checkout");

    assertThatThrownBy(() -> cursors.paging("segments", cursor, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cursor: not one of this list");
  }

  @Test
  void aCursorThatAnotherKeyMadeIsRefused() {
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    String cursor = new Cursors(() -> otherKey).paging("flags", null, null).cursor().apply("a");

    assertThatThrownBy(() -> cursors.paging("flags", cursor, null))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aCursorOfWhichAnyBitWasChangedIsRefused() {
    byte[] sealed =
        Base64.getUrlDecoder().decode(cursors.paging("flags", null, null).cursor().apply("ab"));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

      assertThatThrownBy(() -> cursors.paging("flags", cursor, null))
          .isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void whatIsTooShortToBeACursorIsRefused() {
    assertThatThrownBy(() -> cursors.paging("flags", "YQ", null))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> cursors.paging("flags", "", null))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aPageHas200ItemsAtMost() {
    assertThat(cursors.paging("flags", null, 200).limit()).isEqualTo(200);
    assertThatThrownBy(() -> cursors.paging("flags", null, 201))
        .hasMessageContaining("limit: 201 (expected: 1 to 200)");
    assertThatThrownBy(() -> cursors.paging("flags", null, 0))
        .hasMessageContaining("limit: 0 (expected: 1 to 200)");
  }
}
