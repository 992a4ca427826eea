// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkAssemblerTest {

  private static final ByteString ONE = ByteString.copyFromUtf8("1");

  private final ChunkAssembler assembler = new ChunkAssembler();

  private static ByteString bytes(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  @Test
  void whatWasSplitIsPutTogetherAgain() throws UnreadableException {
    for (int size : new int[] {0, 1, 262_143, 262_144, 262_145, 1_000_000}) {
      ByteString whole = bytes(size);
      List<ByteString> chunks = Chunks.split(whole);
      assertThat(chunks).hasSize(Math.max(1, (size + 262_143) / 262_144));

      for (int i = 0; i < chunks.size() - 1; i++) {
        assertThat(assembler.add(i, chunks.size(), chunks.get(i))).isNull();
        assertThat(assembler.isPartial()).isTrue();
      }

      int last = chunks.size() - 1;
      assertThat(assembler.add(last, chunks.size(), chunks.get(last))).isEqualTo(whole);
      assertThat(assembler.isPartial()).isFalse();
    }
  }

  @Test
  void pieceThatIsMissingOrComesTwiceIsRefused() throws UnreadableException {
    assembler.add(0, 3, ONE);

    assertThatThrownBy(() -> assembler.add(2, 3, ONE)).hasMessage("index: 2 (expected: 1)");

    assembler.add(0, 3, ONE);
    assertThatThrownBy(() -> assembler.add(0, 3, ONE)).hasMessage("index: 0 (expected: 1)");
  }

  @Test
  void countThatChangesOrIsNoneIsRefused() throws UnreadableException {
    assembler.add(0, 3, ONE);

    assertThatThrownBy(() -> assembler.add(1, 2, ONE))
        .hasMessage("count: 2 (expected: 3 as before)");
    assertThatThrownBy(() -> assembler.add(0, 0, ONE)).hasMessage("count: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> assembler.add(0, -1, ONE))
        .hasMessage("count: -1 (expected: 1 or more)");
  }

  @Test
  void pieceThatIsTooLongOrEmptyIsRefused() {
    assertThatThrownBy(() -> assembler.add(0, 2, bytes(262_145)))
        .hasMessage("chunk: 262145 bytes (expected: 1 to 262144)");
    assertThatThrownBy(() -> assembler.add(0, 2, ByteString.EMPTY))
        .hasMessage("chunk: 0 bytes (expected: 1 to 262144)");
  }

  @Test
  void morePiecesThanTheLimitAreRefusedBeforeTheyAreHeld() throws UnreadableException {
    var small = new ChunkAssembler(2);
    small.add(0, Integer.MAX_VALUE, ONE);
    small.add(1, Integer.MAX_VALUE, ONE);

    assertThatThrownBy(() -> small.add(2, Integer.MAX_VALUE, ONE))
        .hasMessage("chunks: more than 2 bytes (expected: at most that many)");
    assertThat(small.isPartial()).isFalse();
  }
}
