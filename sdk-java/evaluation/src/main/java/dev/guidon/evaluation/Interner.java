// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.definition.Clause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps one of each attribute, text and clause that a compilation meets, as flags share most of them.
final class Interner {

  private final Map<List<String>, @Nullable AttributeReference> attributes = new HashMap<>();
  private final Map<String, BucketBy> bucketByKeys = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<Clause, ClauseMatcher> matchers = new HashMap<>();

  String text(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  @Nullable ClauseMatcher matcher(Clause clause) {
    return matchers.get(clause);
  }

  void keep(Clause clause, ClauseMatcher matcher) {
    matchers.put(clause, matcher);
  }

  /// The kind that a field `contextKind` names; `user` where it is absent. EVAL-1.2
  String kind(@Nullable String contextKind, Place place) {
    if (contextKind == null || place.at("contextKind").checked(contextKind) == null) {
      return EvaluationContext.USER;
    }
    return text(contextKind);
  }

  /// Null when it is absent or malformed, which is reported.
  @Nullable AttributeReference attribute(String kind, @Nullable String text, Place place) {
    String checked = place.required(text, "the name of an attribute");
    if (checked == null) {
      return null;
    }
    AttributeReference attribute =
        attributes.computeIfAbsent(
            List.of(kind, checked), key -> AttributeReference.parse(kind, text(checked)));
    if (attribute == null) {
      place.report(
          ProblemCode.INVALID_ATTRIBUTE,
          Value.of(checked),
          "a name, or a path such as /address/city");
    }
    return attribute;
  }

  AttributeReference targetingKeyOf(String kind) {
    AttributeReference key = attributes.get(List.of(kind, Reserved.TARGETING_KEY));
    if (key == null) {
      key = AttributeReference.targetingKeyOf(kind);
      attributes.put(List.of(kind, Reserved.TARGETING_KEY), key);
    }
    return key;
  }

  /// What is bucketed by where nothing is named.
  BucketBy bucketByKeyOf(String kind) {
    return bucketByKeys.computeIfAbsent(
        kind, any -> new BucketBy(new AttributeReference[] {targetingKeyOf(kind)}));
  }
}
