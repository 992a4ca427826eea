// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/// Puts the pieces of {@link Chunks} together again, and holds no more than it was promised.
///
/// Not for several threads. After a refusal it is as new.
public final class ChunkAssembler {

  private final int maxTotalSize;
  private ByteString held = ByteString.EMPTY;
  private int nextIndex;
  private int count;

  public ChunkAssembler() {
    this(Chunks.MAX_TOTAL_SIZE);
  }

  /// @param maxTotalSize the most bytes that all pieces may have together
  public ChunkAssembler(int maxTotalSize) {
    this.maxTotalSize = maxTotalSize;
  }

  /// Takes in the next piece and returns the whole with the last one, null before.
  ///
  /// @param index which piece, from 0
  /// @param count how many pieces there are; the same with each
  public @Nullable ByteString add(int index, int count, ByteString chunk)
      throws UnreadableException {
    try {
      check(index, count, chunk);
    } catch (UnreadableException e) {
      reset();
      throw e;
    }
    this.count = count;
    held = held.concat(chunk);
    nextIndex++;
    if (nextIndex < count) {
      return null;
    }
    ByteString whole = held;
    reset();
    return whole;
  }

  private void check(int index, int count, ByteString chunk) throws UnreadableException {
    if (index != nextIndex) {
      throw new UnreadableException("index: " + index + " (expected: " + nextIndex + ")");
    }
    if (count < 1) {
      throw new UnreadableException("count: " + count + " (expected: 1 or more)");
    }
    if (nextIndex > 0 && count != this.count) {
      throw new UnreadableException(
          "count: " + count + " (expected: " + this.count + " as before)");
    }
    if (chunk.size() > Chunks.MAX_CHUNK_SIZE || (chunk.isEmpty() && count > 1)) {
      throw new UnreadableException(
          "chunk: " + chunk.size() + " bytes (expected: 1 to " + Chunks.MAX_CHUNK_SIZE + ")");
    }
    if (held.size() + chunk.size() > maxTotalSize) {
      throw new UnreadableException(
          "chunks: more than " + maxTotalSize + " bytes (expected: at most that many)");
    }
  }

  /// Whether pieces are held that are not complete yet.
  public boolean isPartial() {
    return nextIndex > 0;
  }

  /// Forgets what was held.
  public void reset() {
    held = ByteString.EMPTY;
    nextIndex = 0;
    count = 0;
  }
}
