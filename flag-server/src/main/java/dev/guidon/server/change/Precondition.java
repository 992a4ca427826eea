// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.server.platform.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What must hold of a definition for it to be changed, checked under the lock.
public sealed interface Precondition {

  /// Whatever it is now.
  Precondition NONE = new None();

  void check(Versioned<?> current);

  /// What the header says, or a problem `precondition-required` without it: whoever replaces a definition must have read it.
  static Precondition required(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw ProblemException.of(
          428,
          "precondition-required",
          "If-Match: missing (expected: the ETag of the version that was read, or *)");
    }
    return optional(ifMatch);
  }

  /// What the header says, or a problem `invalid-header` if it is no ETag; nothing without it.
  static Precondition optional(@Nullable String ifMatch) {
    if (ifMatch == null) {
      return NONE;
    }
    if (!IfMatch.FORM.matcher(ifMatch).matches()) {
      throw ProblemException.badRequest(
          "invalid-header",
          "If-Match: " + ifMatch + " (expected: an ETag in its quotes, such as \"3\", or *)");
    }
    return new IfMatch(ifMatch);
  }

  /// Nothing.
  record None() implements Precondition {
    @Override
    public void check(Versioned<?> current) {}
  }

  /// The definition is still what the caller read.
  ///
  /// @param etag as in the `If-Match` header; `*` for any version
  record IfMatch(String etag) implements Precondition {

    private static final Pattern FORM = Pattern.compile("\\*|\"[!#-~]{1,64}\"");

    @Override
    public void check(Versioned<?> current) {
      if (!etag.equals("*") && !etag.equals(current.etag())) {
        throw ProblemException.of(
            412,
            "version-changed",
            "If-Match: "
                + etag
                + " (expected: "
                + current.etag()
                + "; "
                + current.ref().inWords()
                + " was changed meanwhile: read it again)");
      }
    }
  }
}
