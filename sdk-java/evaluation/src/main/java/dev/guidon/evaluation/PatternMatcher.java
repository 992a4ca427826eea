// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import com.google.re2j.Pattern;
import dev.guidon.evaluation.Value.StringValue;

/// `matches`: a regular expression is found anywhere in the text. EVAL-11.10, 11.11
///
/// The one operator that allocates: RE2/J's matcher does. In return no expression takes more than linear time.
final class PatternMatcher extends AttributeMatcher {

  private static final int MAX_BYTES = 1_024;

  private final Pattern[] patterns;

  PatternMatcher(AttributeReference attribute, boolean negate, Pattern[] patterns) {
    super(attribute, negate);
    this.patterns = patterns;
  }

  @Override
  boolean test(Value element) {
    if (!(element instanceof StringValue text) || isTooLong(text.value())) {
      return false;
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text.value()).find()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the text takes more bytes in UTF-8, where a lone surrogate is `?`.
  private static boolean isTooLong(String text) {
    if (text.length() <= MAX_BYTES / 3) {
      return false;
    }
    int bytes = 0;
    for (int i = 0; i < text.length() && bytes <= MAX_BYTES; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 1;
      }
    }
    return bytes > MAX_BYTES;
  }
}
