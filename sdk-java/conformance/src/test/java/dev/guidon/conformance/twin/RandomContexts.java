// SPDX-License-Identifier: Apache-2.0
package dev.guidon.conformance.twin;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.StringValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes contexts, each once for the engine and once for the twin.
final class RandomContexts {

  /// The same context for both, and the value or values from which they were made.
  record Both(EvaluationContext forEngine, NaiveContext forTwin, Object source) {}

  private static final List<String> NAMES =
      List.of("plan", "seats", "since", "version", "address", "tags", "o", "o/p", "~");

  private final Random random;
  private final Vocabulary vocabulary;

  RandomContexts(Random random) {
    this.random = random;
    this.vocabulary = new Vocabulary(random);
  }

  Both next() {
    return random.nextInt(4) == 0 ? typed() : flat();
  }

  private Both flat() {
    Value flat = random.nextInt(60) == 0 ? vocabulary.anything(1) : flatObject();
    return new Both(EvaluationContext.fromFlat(flat), NaiveContext.ofFlat(flat), flat);
  }

  private Value flatObject() {
    Map<String, Value> fields = attributes();
    int key = random.nextInt(40);
    if (key == 0) {
      fields.put("targetingKey", vocabulary.anything(1));
    } else if (key > 6) {
      fields.put("targetingKey", Value.of(vocabulary.one(Vocabulary.KEYS)));
    } else if (key > 3) {
      fields.put("targetingKey", Value.of(""));
    }
    for (String kind : Vocabulary.KINDS) {
      if (random.nextInt(3) == 0) {
        Map<String, Value> other = attributes();
        other.put(
            "targetingKey",
            random.nextInt(8) == 0
                ? vocabulary.anything(0)
                : Value.of(vocabulary.one(Vocabulary.KEYS)));
        fields.put(kind, Value.of(other));
      }
    }
    return Value.of(fields);
  }

  private Both typed() {
    Map<String, Map<String, Value>> kinds = new LinkedHashMap<>();
    for (String kind : List.of("user", "organization", "device")) {
      if (random.nextInt(3) > 0) {
        Map<String, Value> fields = attributes();
        if (random.nextInt(6) > 0) {
          fields.put(
              "targetingKey",
              Value.of(random.nextInt(8) == 0 ? "" : vocabulary.one(Vocabulary.KEYS)));
        }
        kinds.put(kind, fields);
      }
    }
    return new Both(built(kinds), NaiveContext.ofKinds(kinds), kinds);
  }

  private static EvaluationContext built(Map<String, Map<String, Value>> kinds) {
    Map<String, Value> user = kinds.getOrDefault("user", Map.of());
    EvaluationContext.Builder builder = EvaluationContext.builder(keyOf(user));
    setAttributes(builder, user);
    kinds.forEach((kind, fields) -> {
      if (!kind.equals("user")) {
        builder.kind(kind, keyOf(fields));
        setAttributes(builder, fields);
      }
    });
    return builder.build();
  }

  private static String keyOf(Map<String, Value> fields) {
    return fields.get("targetingKey") instanceof StringValue key ? key.value() : null;
  }

  private static void setAttributes(EvaluationContext.Builder builder, Map<String, Value> fields) {
    fields.forEach((name, value) -> {
      if (!name.equals("targetingKey")) {
        builder.set(name, value);
      }
    });
  }

  private Map<String, Value> attributes() {
    Map<String, Value> attributes = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(5) > 0) {
        attributes.put(
            name, name.equals("o") ? vocabulary.object(1) : vocabulary.attributeValue(name));
      }
    }
    if (random.nextInt(6) == 0) {
      attributes.put("kind", vocabulary.anything(0));
    }
    if (random.nextInt(6) == 0) {
      attributes.put("$now", vocabulary.anything(0));
    }
    return attributes;
  }
}
