// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

/// How much JSON may hold, and how exact it must be.
///
/// @param depth the deepest nesting of objects and lists
/// @param string the longest text, in UTF-16 code units
/// @param exact whether numbers beyond a double's range and text that is not well-formed Unicode are refused; if not, they
///     become infinite, and stay as they are
public record JsonRules(int depth, int string, boolean exact) {

  /// For what is kept: nothing may be lost.
  public static final JsonRules DOCUMENT = new JsonRules(64, 256 * 1024, true);

  /// For what flags are evaluated for, which comes as it comes. EVAL-2.9, EVAL-2.11
  public static final JsonRules CONTEXT = new JsonRules(16, 64 * 1024, false);
}
