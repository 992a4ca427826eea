// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.limits;

/// How long a regular expression becomes once what it repeats is written out, which is how it is compiled.
///
/// `((a{1000}){1000}){1000}` is short and has a billion steps: it must be refused without being compiled. What is not
/// well-formed has some length too; compiling says what is wrong with it.
final class PatternLength {

  /// Beyond every limit, and far from an overflow.
  private static final long ENDLESS = 1_000_000_000;

  private final String pattern;
  private int at;

  private PatternLength(String pattern) {
    this.pattern = pattern;
  }

  /// In steps: about one for each character, class and repetition.
  static long of(String pattern) {
    var reader = new PatternLength(pattern);
    long length = 0;
    while (reader.at < pattern.length()) {
      length = Math.min(ENDLESS, length + reader.group());
      reader.at++; // a closing parenthesis too many
    }
    return length;
  }

  /// All up to the end or to the group's closing parenthesis.
  private long group() {
    long length = 0;
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      length = Math.min(ENDLESS, length + repeated(atom()));
    }
    return length;
  }

  private long atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '(' -> {
        long inner = group();
        at++;
        yield inner + 2;
      }
      case '[' -> {
        skipClass();
        yield 1;
      }
      case '\\' -> escape();
      default -> 1;
    };
  }

  private long escape() {
    if (at >= pattern.length()) {
      return 1;
    }
    char c = pattern.charAt(at++);
    if (c == 'Q') {
      int end = pattern.indexOf("\\E", at);
      int length = (end < 0 ? pattern.length() : end) - at;
      at = end < 0 ? pattern.length() : end + 2;
      return length;
    }
    if ((c == 'p' || c == 'P' || c == 'x') && at < pattern.length() && pattern.charAt(at) == '{') {
      skipBehind('}');
    }
    return 1;
  }

  private void skipClass() {
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    if (at < pattern.length() && pattern.charAt(at) == ']') {
      at++;
    }
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[' && pattern.startsWith(":", at)) {
        // Without its end it names no class, and the next bracket closes this one.
        int end = pattern.indexOf(":]", at + 1);
        at = end < 0 ? at : end + 2;
      }
    }
    at++;
  }

  private void skipBehind(char end) {
    int index = pattern.indexOf(end, at);
    at = index < 0 ? pattern.length() : index + 1;
  }

  /// The length of what comes before with the repetitions that follow it.
  private long repeated(long length) {
    long total = length;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '*' || c == '+' || c == '?') {
        at++;
        total++;
      } else if (c == '{') {
        int end = pattern.indexOf('}', at);
        long count = end < 0 ? 0 : count(pattern.substring(at + 1, end));
        if (count == 0) {
          return total; // an ordinary brace
        }
        at = end + 1;
        total = Math.min(ENDLESS, total * count);
      } else {
        return total;
      }
    }
    return total;
  }

  /// How often `n`, `n,` or `n,m` repeats at most, the last of them for itself; 0 when it is none of these.
  private static long count(String text) {
    if (!text.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
      return 0;
    }
    String[] bounds = text.split(",", -1);
    String last = bounds[bounds.length - 1];
    return Math.max(1, last.isEmpty() ? Long.parseLong(bounds[0]) + 1 : Long.parseLong(last));
  }
}
