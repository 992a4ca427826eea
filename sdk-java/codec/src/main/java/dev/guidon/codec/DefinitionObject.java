// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One definition with exactly the bytes that were made when it was saved.
///
/// The bytes are never made again: they are stored, sent, hashed and read as they are.
public final class DefinitionObject {

  private final DefinitionName name;
  private final long version;
  private final byte[] bytes;

  private DefinitionObject(DefinitionName name, long version, byte[] bytes) {
    this.name = name;
    this.version = version;
    this.bytes = bytes;
  }

  /// An object as it was saved, or is being saved.
  ///
  /// @param version the version of the definition at which these bytes were made
  /// @param bytes as {@link DefinitionCodec} made them; copied
  public static DefinitionObject of(DefinitionKind kind, String key, long version, byte[] bytes) {
    return new DefinitionObject(new DefinitionName(kind, key), checked(version), bytes.clone());
  }

  static DefinitionObject of(DefinitionName name, long version, ByteString bytes) {
    return new DefinitionObject(
        requireNonNull(name, "name"), checked(version), bytes.toByteArray());
  }

  private static long checked(long version) {
    if (version < 0) {
      throw new IllegalArgumentException("version: " + version + " (expected: 0 or more)");
    }
    return version;
  }

  public DefinitionName name() {
    return name;
  }

  public DefinitionKind kind() {
    return name.kind();
  }

  public String key() {
    return name.key();
  }

  public long version() {
    return version;
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The number of bytes.
  public int size() {
    return bytes.length;
  }

  /// The digest of an environment that holds this object alone. Made anew by each call, about a microsecond: it is asked for
  /// when the object comes and when it goes, and would be a tenth of what an SDK holds.
  public EnvironmentDigest digest() {
    return EnvironmentDigest.ofObject(this);
  }

  /// The bytes themselves: whoever gets them only reads.
  byte[] ownBytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DefinitionObject that
        && name.equals(that.name)
        && version == that.version
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version);
  }

  @Override
  public String toString() {
    return name.kind() + " " + name.key() + " version " + version + " (" + bytes.length + " bytes)";
  }
}
