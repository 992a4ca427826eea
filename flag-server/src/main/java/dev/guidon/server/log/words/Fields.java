// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.quoted;
import static dev.guidon.server.log.words.Wording.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What was done to fields that need no words of their own.
final class Fields {

  private Fields() {}

  /// @param but fields that were spoken of already
  static List<Phrase> changed(Document before, Document after, List<String> but) {
    Set<String> names = new TreeSet<>(before.names());
    names.addAll(after.names());
    but.forEach(names::remove);
    List<Phrase> phrases = new ArrayList<>();
    for (String name : names) {
      Document had = before.at(name);
      Document has = after.at(name);
      if (!had.equals(has)) {
        phrases.add(
            switch (name) {
              case "name" -> new Phrase("renamed", "", "to " + quoted(has.text()));
              case "tags" -> tags(had, has);
              case "description" -> Phrase.of("changed the description", "of");
              default ->
                  new Phrase(
                      "changed " + inWords(name), "of", "from " + value(had) + " to " + value(has));
            });
      }
    }
    return phrases;
  }

  private static Phrase tags(Document had, Document has) {
    List<String> gone = new ArrayList<>(texts(had));
    gone.removeAll(texts(has));
    List<String> added = new ArrayList<>(texts(has));
    added.removeAll(texts(had));
    List<String> changes = new ArrayList<>();
    if (!added.isEmpty()) {
      changes.add("with " + quoted(String.join(", ", added)));
    }
    if (!gone.isEmpty()) {
      changes.add("without " + quoted(String.join(", ", gone)));
    }
    return new Phrase("tagged", "", changes.isEmpty() ? "in another order" : Wording.list(changes));
  }

  private static List<String> texts(Document list) {
    return list.elements().stream().map(Document::text).toList();
  }

  /// A field's name as people say it: "client visible".
  private static String inWords(String name) {
    var words = new StringBuilder("the ");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        words.append(' ').append(Character.toLowerCase(c));
      } else {
        words.append(c == '_' || c == '-' ? ' ' : c);
      }
    }
    return words.toString();
  }
}
