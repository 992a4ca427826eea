// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/// Pieces of a long run of bytes, small enough for one frame each. {@link ChunkAssembler} puts them together again.
public final class Chunks {

  /// The most bytes that one piece has.
  public static final int MAX_CHUNK_SIZE = 256 * 1024;

  /// The most bytes that all pieces have together.
  public static final int MAX_TOTAL_SIZE = 64 * 1024 * 1024;

  private Chunks() {}

  /// At least one piece, which is empty if `bytes` is. The pieces share the memory of `bytes`.
  public static List<ByteString> split(ByteString bytes) {
    List<ByteString> chunks = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + MAX_CHUNK_SIZE, bytes.size());
      chunks.add(bytes.substring(from, to));
      from = to;
    } while (from < bytes.size());
    return chunks;
  }
}
