// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.log.words;

import static dev.guidon.server.log.words.Wording.percent;
import static dev.guidon.server.log.words.Wording.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a rule or the fallthrough serves, as weights: one variation is a rollout of all.
record Weights(Map<String, Integer> byVariation, String salt) {

  private static final int ALL = 100_000;

  static Weights of(Document serve) {
    String only = serve.text("variation");
    if (!only.isEmpty()) {
      return new Weights(Map.of(only, ALL), "");
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    Document rollout = serve.at("rollout");
    for (Document range : rollout.at("allocation").list("ranges")) {
      weights.merge(
          range.text("variation"), range.number("to") - range.number("from"), Integer::sum);
    }
    return new Weights(weights, rollout.text("salt"));
  }

  /// "10 % `on` and 90 % `off`"
  String inWords() {
    return Wording.list(
        byVariation.entrySet().stream()
            .map(weight ->
                weight.getValue() == ALL
                    ? quoted(weight.getKey())
                    : percent(weight.getValue()) + " " + quoted(weight.getKey()))
            .toList());
  }

  /// What leads from these weights to others.
  ///
  /// @param where that is, such as "in the rule `beta`"; may be empty
  List<Phrase> changeTo(Weights after, String where) {
    if (byVariation.equals(after.byVariation)) {
      boolean reshuffled = !salt.equals(after.salt);
      return reshuffled ? List.of(new Phrase("reshuffled the rollout", "of", where)) : List.of();
    }
    if (byVariation.isEmpty() || after.byVariation.isEmpty()) {
      return List.of(new Phrase("had", "", joined("serve " + after.inWords(), where)));
    }
    Set<String> variations = new LinkedHashSet<>(byVariation.keySet());
    variations.addAll(after.byVariation.keySet());
    List<Phrase> raised = new ArrayList<>();
    List<Phrase> lowered = new ArrayList<>();
    for (String variation : variations) {
      int from = byVariation.getOrDefault(variation, 0);
      int to = after.byVariation.getOrDefault(variation, 0);
      String change = joined("from " + percent(from) + " to " + percent(to), where);
      if (to > from) {
        raised.add(new Phrase("raised " + quoted(variation), "of", change));
      } else if (to < from) {
        lowered.add(new Phrase("lowered " + quoted(variation), "of", change));
      }
    }
    // Between two variations what the one gains is what the other loses.
    if (raised.size() + lowered.size() > 2) {
      raised.addAll(lowered);
    }
    return raised;
  }

  private static String joined(String change, String where) {
    return where.isEmpty() ? change : change + " " + where;
  }
}
