// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.guidon.codec.UnreadableException;
import java.util.HexFormat;

/// Which life of the log a revision belongs to. Restoring a backup begins a new one, whose epoch is greater.
public record Epoch(ByteString bytes) implements Comparable<Epoch> {

  public static final int SIZE = 16;

  public Epoch {
    requireNonNull(bytes, "bytes");
    if (bytes.size() != SIZE) {
      throw new IllegalArgumentException(
          "epoch: " + bytes.size() + " bytes (expected: " + SIZE + ")");
    }
  }

  static Epoch read(ByteString bytes) throws UnreadableException {
    if (bytes.size() != SIZE) {
      throw new UnreadableException("epoch: " + bytes.size() + " bytes (expected: " + SIZE + ")");
    }
    return new Epoch(bytes);
  }

  /// As unsigned bytes.
  @Override
  public int compareTo(Epoch other) {
    return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
