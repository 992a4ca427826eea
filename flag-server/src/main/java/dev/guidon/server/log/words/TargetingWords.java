// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.percent;
import static dev.guidon.server.log.words.Wording.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What was done to how a flag is served in an environment.
final class TargetingWords {

  private static final String USER = "user";

  private final Document before;
  private final Document after;
  private final List<Phrase> phrases = new ArrayList<>();

  /// @param excludes whether the variation is the one that is served when the flag is off
  private record Group(String contextKind, String variation, boolean excludes) {}

  private TargetingWords(Document before, Document after) {
    this.before = before;
    this.after = after;
  }

  static List<Phrase> phrases(Document before, Document after) {
    var words = new TargetingWords(before, after);
    words.onAndOff();
    words.targets();
    words.weights();
    words.rules();
    words.prerequisites();
    words.offVariation();
    return words.phrases;
  }

  private void onAndOff() {
    if (before.isTrue("on") != after.isTrue("on")) {
      phrases.add(Phrase.of(after.isTrue("on") ? "turned on" : "turned off", ""));
    }
  }

  private void targets() {
    Members<Group> had = targets(before);
    Members<Group> has = targets(after);
    had.without(has)
        .forEach((group, keys) -> {
          String adjective = group.excludes ? "excluded" : "targeted";
          phrases.add(
              Phrase.of("removed " + Members.inWords(keys, adjective, group.contextKind), "from"));
        });
    has.without(had)
        .forEach((group, keys) -> {
          String customers = Members.inWords(keys, "", group.contextKind);
          phrases.add(
              group.excludes
                  ? Phrase.of("excluded " + customers, "from")
                  : new Phrase("had", "", "serve " + quoted(group.variation) + " to " + customers));
        });
  }

  private static Members<Group> targets(Document targeting) {
    var members = new Members<Group>();
    String off = targeting.text("offVariation");
    for (Document target : targeting.list("targets")) {
      String variation = target.text("variation");
      var group = new Group(target.textOr("contextKind", USER), variation, variation.equals(off));
      target.list("values").forEach(value -> members.add(group, value.text()));
    }
    return members;
  }

  private void weights() {
    phrases.addAll(
        Weights.of(before.at("fallthrough")).changeTo(Weights.of(after.at("fallthrough")), ""));
  }

  private void rules() {
    Map<String, Document> had = rules(before);
    Map<String, Document> has = rules(after);
    had.forEach((id, rule) -> {
      if (!has.containsKey(id)) {
        phrases.add(Phrase.of("removed the rule " + name(rule), "from"));
      }
    });
    has.forEach((id, rule) -> {
      Document earlier = had.get(id);
      if (earlier == null) {
        String serves = Weights.of(rule.at("serve")).inWords();
        phrases.add(
            new Phrase(
                "added the rule " + name(rule),
                "to",
                "(" + clauses(rule) + (serves.isEmpty() ? "" : ": " + serves) + ")"));
      } else {
        rule(earlier, rule);
      }
    });
    List<String> order = has.keySet().stream().filter(had::containsKey).toList();
    if (!order.equals(had.keySet().stream().filter(has::containsKey).toList())) {
      phrases.add(Phrase.of("changed the order of the rules", "of"));
    }
  }

  private void rule(Document earlier, Document rule) {
    if (!earlier.text("name").equals(rule.text("name"))) {
      phrases.add(new Phrase("renamed the rule " + name(earlier), "of", "to " + name(rule)));
    }
    if (!earlier.at("clauses").equals(rule.at("clauses"))) {
      phrases.add(
          new Phrase(
              "changed the rule " + name(rule),
              "of",
              "from (" + clauses(earlier) + ") to (" + clauses(rule) + ")"));
    }
    int share = earlier.at("share").number("weight");
    int nextShare = rule.at("share").number("weight");
    if (share != nextShare || earlier.at("share").isThere() != rule.at("share").isThere()) {
      phrases.add(
          new Phrase(
              "changed the share of the rule " + name(rule),
              "of",
              "from " + share(earlier) + " to " + share(rule)));
    }
    phrases.addAll(
        Weights.of(earlier.at("serve"))
            .changeTo(Weights.of(rule.at("serve")), "in the rule " + name(rule)));
  }

  private static String share(Document rule) {
    return rule.at("share").isThere() ? percent(rule.at("share").number("weight")) : "all";
  }

  private static Map<String, Document> rules(Document targeting) {
    Map<String, Document> rules = new LinkedHashMap<>();
    targeting.list("rules").forEach(rule -> rules.put(rule.text("id"), rule));
    return rules;
  }

  private static String name(Document rule) {
    return quoted(rule.textOr("name", rule.text("id")));
  }

  /// "`country` in `SE`, `NO` and `age` not atLeast `18`"
  static String clauses(Document rule) {
    List<String> clauses = rule.list("clauses").stream().map(TargetingWords::clause).toList();
    return clauses.isEmpty() ? "everybody" : String.join(" and ", clauses);
  }

  private static String clause(Document clause) {
    String kind = clause.textOr("contextKind", USER);
    String attribute = clause.text("attribute");
    String values =
        clause.list("values").stream()
            .limit(5)
            .map(v -> quoted(v.text()))
            .collect(Collectors.joining(", "));
    String left =
        attribute.isEmpty() ? kind : kind.equals(USER) ? attribute : kind + "." + attribute;
    return left
        + (clause.isTrue("negate") ? " not " : " ")
        + clause.text("operator")
        + (values.isEmpty() ? "" : " " + values);
  }

  private void prerequisites() {
    List<Document> had = before.list("prerequisites");
    List<Document> has = after.list("prerequisites");
    had.stream()
        .filter(prerequisite -> !has.contains(prerequisite))
        .forEach(prerequisite ->
            phrases.add(
                Phrase.of(
                    "removed the prerequisite " + quoted(prerequisite.text("flag")), "from")));
    has.stream()
        .filter(prerequisite -> !had.contains(prerequisite))
        .forEach(prerequisite ->
            phrases.add(
                new Phrase(
                    "made",
                    "",
                    "require "
                        + quoted(prerequisite.text("variation"))
                        + " of "
                        + quoted(prerequisite.text("flag")))));
  }

  private void offVariation() {
    String had = before.text("offVariation");
    String has = after.text("offVariation");
    if (before.isThere() && !had.equals(has)) {
      phrases.add(
          new Phrase(
              "changed the off variation",
              "of",
              "from "
                  + (had.isEmpty() ? "none" : quoted(had))
                  + " to "
                  + (has.isEmpty() ? "none" : quoted(has))));
    }
  }
}
