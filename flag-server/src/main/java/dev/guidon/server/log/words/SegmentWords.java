// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import java.util.ArrayList;
import java.util.List;

/// What was done to who is in a segment.
final class SegmentWords {

  private SegmentWords() {}

  static List<Phrase> phrases(Document before, Document after) {
    List<Phrase> phrases = new ArrayList<>();
    members(phrases, members(before, "included"), members(after, "included"), "included");
    members(phrases, members(before, "excluded"), members(after, "excluded"), "excluded");
    if (!before.at("rules").equals(after.at("rules"))) {
      phrases.add(
          new Phrase("changed the rules", "of", "from " + rules(before) + " to " + rules(after)));
    }
    phrases.addAll(Fields.changed(before, after, List.of("included", "excluded", "rules")));
    return phrases;
  }

  private static void members(
      List<Phrase> phrases, Members<String> had, Members<String> has, String how) {
    had.without(has)
        .forEach((kind, keys) ->
            phrases.add(Phrase.of("removed " + Members.inWords(keys, how, kind), "from")));
    has.without(had)
        .forEach((kind, keys) ->
            phrases.add(
                Phrase.of(
                    how + " " + Members.inWords(keys, "", kind),
                    how.equals("included") ? "in" : "from")));
  }

  private static Members<String> members(Document segment, String name) {
    var members = new Members<String>();
    segment
        .list(name)
        .forEach(member ->
            members.add(member.textOr("contextKind", "user"), member.text("targetingKey")));
    return members;
  }

  private static String rules(Document segment) {
    List<String> rules =
        segment.list("rules").stream()
            .map(rule -> "(" + TargetingWords.clauses(rule) + ")")
            .toList();
    return rules.isEmpty() ? "none" : String.join(" or ", rules);
  }
}
