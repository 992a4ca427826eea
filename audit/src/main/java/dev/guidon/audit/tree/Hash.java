// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// A SHA-256 hash. Its text is lower-case hexadecimal.
public final class Hash {

  public static final int LENGTH = 32;

  private static final byte LEAF_PREFIX = 0;
  private static final byte NODE_PREFIX = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("hash: " + bytes.length + " bytes (expected: 32)");
    }
    this.bytes = bytes;
  }

  public static Hash of(byte[] bytes) {
    return new Hash(bytes.clone());
  }

  public static Hash parse(String hex) {
    return new Hash(HexFormat.of().parseHex(hex));
  }

  /// The hash of no bytes at all: the root of an empty tree.
  public static Hash ofNothing() {
    return new Hash(sha256().digest());
  }

  /// The hash of a leaf, SHA-256(0x00 ‖ entry).
  public static Hash ofLeaf(byte[] entry) {
    MessageDigest sha256 = sha256();
    sha256.update(LEAF_PREFIX);
    return new Hash(sha256.digest(entry));
  }

  /// The hash of a node with two subtrees, SHA-256(0x01 ‖ left ‖ right).
  public static Hash ofNode(Hash left, Hash right) {
    MessageDigest sha256 = sha256();
    sha256.update(NODE_PREFIX);
    sha256.update(left.bytes);
    return new Hash(sha256.digest(right.bytes));
  }

  /// What an entry holds in place of content that may have to be erased, SHA-256(salt ‖ content).
  ///
  /// The salt keeps a guess at erased content from being confirmed.
  public static Hash ofCommitment(byte[] salt, byte[] content) {
    MessageDigest sha256 = sha256();
    sha256.update(salt);
    return new Hash(sha256.digest(content));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
