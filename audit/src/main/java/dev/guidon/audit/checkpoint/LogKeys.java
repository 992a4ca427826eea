// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The keys of a log that somebody believes in, the first one first: those they were given, and those that these named as
/// their successors.
public final class LogKeys {

  private final List<VerificationKey> keys;

  private LogKeys(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  public static LogKeys of(VerificationKey key) {
    return new LogKeys(List.of(key));
  }

  /// These and the one that one of these signed as its successor; nothing if none of them did.
  public Optional<LogKeys> with(String signedSuccessor) {
    return read(SignedText.SUCCESSOR, signedSuccessor, VerificationKey::parse)
        .map(successor -> {
          List<VerificationKey> more = new ArrayList<>(keys);
          more.add(successor);
          return new LogKeys(more);
        });
  }

  public Optional<Checkpoint> checkpoint(String jws) {
    return read(SignedText.CHECKPOINT, jws, Checkpoint::parse);
  }

  public Optional<LogReceipt> receipt(String jws) {
    return read(SignedText.RECEIPT, jws, LogReceipt::parse);
  }

  /// The newest.
  public VerificationKey current() {
    return keys.getLast();
  }

  public boolean contain(String kid) {
    return keys.stream().anyMatch(key -> key.kid().equals(kid));
  }

  private <T> Optional<T> read(SignedText kind, String jws, Function<String, T> reader) {
    try {
      return kind.verify(jws, keys).map(reader);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
