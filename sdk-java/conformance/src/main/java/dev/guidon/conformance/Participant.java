// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance;

import org.jspecify.annotations.Nullable;

/// Who answers conformance cases.
public enum Participant {
  /// The engine, handed definitions as they are.
  ENGINE("engine"),
  /// An SDK that got the definitions through the codec and a stream.
  SDK("sdk"),
  /// A server, told through its admin API and asked through OFREP.
  SERVER("server");

  private final String label;

  Participant(String label) {
    this.label = label;
  }

  static Participant labelled(@Nullable String label) {
    for (Participant participant : values()) {
      if (participant.label.equals(label)) {
        return participant;
      }
    }
    throw new IllegalArgumentException("only: " + label + " (expected: engine, sdk or server)");
  }
}
