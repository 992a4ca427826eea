// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.quoted;
import static dev.guidon.server.log.words.Wording.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was done to a flag, the same in every environment.
final class FlagWords {

  private FlagWords() {}

  static List<Phrase> phrases(Document before, Document after) {
    List<Phrase> phrases = new ArrayList<>();
    if (before.isTrue("archived") != after.isTrue("archived")) {
      phrases.add(Phrase.of(after.isTrue("archived") ? "archived" : "took back into use", ""));
    }
    variations(phrases, variations(before), variations(after));
    phrases.addAll(Fields.changed(before, after, List.of("archived", "variations")));
    return phrases;
  }

  private static void variations(
      List<Phrase> phrases, Map<String, Document> had, Map<String, Document> has) {
    had.forEach((key, _) -> {
      if (!has.containsKey(key)) {
        phrases.add(Phrase.of("removed the variation " + quoted(key), "from"));
      }
    });
    has.forEach((key, variation) -> {
      Document earlier = had.get(key);
      if (earlier == null) {
        phrases.add(
            new Phrase(
                "added the variation " + quoted(key),
                "to",
                "with the value " + value(variation.at("value"))));
        return;
      }
      if (!earlier.at("value").equals(variation.at("value"))) {
        phrases.add(
            new Phrase(
                "changed the value of " + quoted(key),
                "of",
                "from " + value(earlier.at("value")) + " to " + value(variation.at("value"))));
      }
      if (!earlier.text("name").equals(variation.text("name"))) {
        phrases.add(Phrase.of("renamed the variation " + quoted(key), "of"));
      }
    });
  }

  private static Map<String, Document> variations(Document flag) {
    Map<String, Document> variations = new LinkedHashMap<>();
    flag.list("variations").forEach(variation -> variations.put(variation.text("key"), variation));
    return variations;
  }
}
