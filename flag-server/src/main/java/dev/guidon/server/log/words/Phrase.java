// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import java.util.Arrays;

/// Something that was done, with room for what it was done to: "raised `on`" — of `checkout` — "from 10 % to 100 %".
///
/// @param verb what was done
/// @param link stands before what it was done to, such as "of"; may be empty
/// @param rest stands behind it; may be empty
record Phrase(String verb, String link, String rest) {

  static Phrase of(String verb, String link) {
    return new Phrase(verb, link, "");
  }

  /// With what it was done to, as the first phrase of a sentence.
  String about(String object) {
    return joined(verb, link, object, rest);
  }

  /// Without it, once it was said.
  String more() {
    return joined(verb, rest);
  }

  private static String joined(String... parts) {
    return String.join(" ", Arrays.stream(parts).filter(part -> !part.isEmpty()).toList());
  }
}
