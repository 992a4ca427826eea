// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong in a request, so that everything is said at once.
public final class Faults {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final List<Problem.Fault> faults = new ArrayList<>();

  public Faults add(String pointer, String code, String detail) {
    faults.add(Problem.Fault.of(pointer, code, detail));
    return this;
  }

  /// Whatever is chosen by people and never changed.
  public Faults requireKey(String pointer, String key) {
    return KEY.matcher(key).matches()
        ? this
        : add(
            pointer,
            "invalid-key",
            shorten(key)
                + " (expected: 1 to 128 of A-Z a-z 0-9 . _ -, the first a letter or digit)");
  }

  /// The key of what is to be created is there, and is one.
  public Faults requireNewKey(@Nullable String key) {
    return key == null
        ? add("/key", "missing", "missing (expected: a key)")
        : requireKey("/key", key);
  }

  /// The key of what there is may be left out, and is never another one.
  public Faults requireSameKey(@Nullable String key, String pathKey) {
    return key == null || key.equals(pathKey)
        ? this
        : add("/key", "key-fixed", key + " (expected: " + pathKey + "; a key never changes)");
  }

  /// What people may write; null is fine.
  ///
  /// @param longest in code points
  public Faults requireText(String pointer, @Nullable String text, int longest) {
    if (text != null) {
      FreeText.problem(text, longest).ifPresent(problem -> add(pointer, "invalid-text", problem));
    }
    return this;
  }

  /// No more than there may be.
  public Faults requireAtMost(String pointer, String what, long count, long most) {
    return count <= most
        ? this
        : add(pointer, "limit-exceeded", count + " " + what + " (expected: at most " + most + ")");
  }

  public boolean isEmpty() {
    return faults.isEmpty();
  }

  /// Refuses the request if anything is wrong.
  public void refuseIfAny(String code) {
    if (!faults.isEmpty()) {
      throw ProblemException.refused(code, faults);
    }
  }

  private static String shorten(String text) {
    return text.length() <= 140 ? "\"" + text + "\"" : "\"" + text.substring(0, 137) + "…\"";
  }
}
