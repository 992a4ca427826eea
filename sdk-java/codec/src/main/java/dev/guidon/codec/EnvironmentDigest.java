// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// 32 bytes that are equal wherever an environment's objects are: on each node, each release and each SDK.
///
/// The digest of no objects is 32 zeros. Every object adds, by exclusive or, the SHA-256 of these parts, each preceded
/// by its length in bytes (four bytes, big-endian):
///
/// 1. the kind, one byte: 1 flag, 2 targeting, 3 segment;
/// 2. the key in UTF-8;
/// 3. the version, eight bytes, big-endian;
/// 4. the SHA-256 of the object's bytes.
///
/// So the order of objects means nothing, and a change costs as much as it has objects. It finds divergence, not
/// attackers: who controls the bytes can make two sets of objects with one digest.
public final class EnvironmentDigest {

  public static final int SIZE = 32;
  public static final EnvironmentDigest ZERO = new EnvironmentDigest(0, 0, 0, 0);

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private EnvironmentDigest(long first, long second, long third, long fourth) {
    this.first = first;
    this.second = second;
    this.third = third;
    this.fourth = fourth;
  }

  public static EnvironmentDigest of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: " + SIZE + ")");
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new EnvironmentDigest(
        buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /// The digest of these objects.
  public static EnvironmentDigest of(Collection<DefinitionObject> objects) {
    var sha256 = sha256();
    EnvironmentDigest digest = ZERO;
    for (DefinitionObject object : objects) {
      digest = digest.xor(ofObject(object, sha256));
    }
    return digest;
  }

  static EnvironmentDigest ofObject(DefinitionObject object) {
    return ofObject(object, sha256());
  }

  private static EnvironmentDigest ofObject(DefinitionObject object, MessageDigest sha256) {
    byte[] bytesHash = sha256.digest(object.ownBytes());
    byte[] key = object.key().getBytes(UTF_8);
    var parts = ByteBuffer.allocate(4 * 4 + 1 + key.length + 8 + SIZE);
    parts.putInt(1).put((byte) object.kind().wire().getNumber());
    parts.putInt(key.length).put(key);
    parts.putInt(8).putLong(object.version());
    parts.putInt(SIZE).put(bytesHash);
    return of(sha256.digest(parts.array()));
  }

  /// The digest with another one's objects added or, where they are in it already, taken away.
  public EnvironmentDigest xor(EnvironmentDigest other) {
    return new EnvironmentDigest(
        first ^ other.first, second ^ other.second, third ^ other.third, fourth ^ other.fourth);
  }

  public byte[] toByteArray() {
    return ByteBuffer.allocate(SIZE)
        .putLong(first)
        .putLong(second)
        .putLong(third)
        .putLong(fourth)
        .array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnvironmentDigest that
        && first == that.first
        && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  /// In hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toByteArray());
  }
}
