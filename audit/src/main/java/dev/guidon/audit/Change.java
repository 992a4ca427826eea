// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.JsonValue;

/// What a target looked like before and after.
public sealed interface Change {

  /// For events that change no document, such as a verification of the log.
  record None() implements Change {}

  record Created(JsonValue after) implements Change {

    public Created {
      requireNonNull(after, "after");
    }
  }

  record Updated(JsonValue before, JsonValue after) implements Change {

    public Updated {
      requireNonNull(before, "before");
      requireNonNull(after, "after");
    }
  }

  record Deleted(JsonValue before) implements Change {

    public Deleted {
      requireNonNull(before, "before");
    }
  }
}
