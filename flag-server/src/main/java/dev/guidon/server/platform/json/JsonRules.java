// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/// How much JSON may hold, and how exact it must be.
public enum JsonRules {

  /// For what is kept: nothing may be lost.
  DOCUMENT(64, 256 * 1024, true),

  /// For what flags are evaluated for, which comes as it comes. EVAL-2.9, EVAL-2.11
  CONTEXT(16, 64 * 1024, false);

  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_NUMBER = 64;

  private final boolean exact;

  @SuppressWarnings("ImmutableEnumChecker") // nothing of it changes once it is built
  private final JsonFactory factory;

  /// @param depth the deepest nesting of objects and lists
  /// @param longestText in UTF-16 code units
  /// @param exact whether numbers beyond a double's range and text that is not well-formed Unicode are refused; if not, they
  ///     become infinite, and stay as they are
  JsonRules(int depth, int longestText, boolean exact) {
    this.exact = exact;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(depth)
                    .maxStringLength(longestText)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            // Names come from outside: a table of them could be filled, or made to collide.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Buffers of a thread would be made anew for each request's virtual one.
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build();
  }

  boolean isExact() {
    return exact;
  }

  JsonFactory factory() {
    return factory;
  }
}
