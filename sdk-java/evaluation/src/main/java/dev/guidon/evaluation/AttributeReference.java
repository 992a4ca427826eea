// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names an attribute of one kind of a context, or a place inside one. EVAL-3
final class AttributeReference {

  private enum Source {
    ATTRIBUTE,
    TARGETING_KEY,
    KIND,
    /// Has no value that could be read: whoever compiles a clause on it looks at {@link #isNow}.
    NOW,
    /// A path beyond what is no object.
    NOTHING
  }

  private static final String[] NO_STEPS = {};

  private final String kind;
  private final StringValue kindValue;
  private final boolean ofUser;
  private final Source source;
  private final String name;
  private final int nameHash;
  private final String[] steps;

  /// An attribute itself, as most are, rather than a place inside one.
  private final boolean simple;

  private AttributeReference(String kind, String name, String[] steps) {
    this.kind = kind;
    this.kindValue = new StringValue(kind);
    this.ofUser = kind.equals(EvaluationContext.USER);
    this.source = sourceOf(name, steps);
    // The one that literals of programs are, so that comparing them looks at no characters.
    this.name = name.intern();
    this.nameHash = name.hashCode();
    this.steps = steps;
    this.simple = source == Source.ATTRIBUTE && steps.length == 0;
  }

  static AttributeReference targetingKeyOf(String kind) {
    return new AttributeReference(kind, Reserved.TARGETING_KEY, NO_STEPS);
  }

  /// Reads the text of a clause or of `bucketBy`; null when it is malformed. EVAL-3.1 to 3.4
  static @Nullable AttributeReference parse(String kind, String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.charAt(0) != '/') {
      return new AttributeReference(kind, text, NO_STEPS);
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("/", -1)) {
      String decoded = decode(step);
      if (decoded == null || decoded.isEmpty()) {
        return null;
      }
      steps.add(decoded);
    }
    String[] further = steps.subList(1, steps.size()).toArray(String[]::new);
    return new AttributeReference(kind, steps.get(0), further);
  }

  private static @Nullable String decode(String step) {
    if (step.indexOf('~') < 0) {
      return step;
    }
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < step.length(); i++) {
      char c = step.charAt(i);
      if (c == '~') {
        i++;
        char escaped = i < step.length() ? step.charAt(i) : '~';
        if (escaped != '0' && escaped != '1') {
          return null;
        }
        c = escaped == '0' ? '~' : '/';
      }
      decoded.append(c);
    }
    return decoded.toString();
  }

  private static Source sourceOf(String name, String[] steps) {
    if (!Reserved.isReserved(name)) {
      return Source.ATTRIBUTE;
    }
    if (steps.length > 0) {
      return Source.NOTHING;
    }
    if (name.equals(Reserved.TARGETING_KEY)) {
      return Source.TARGETING_KEY;
    }
    return name.equals(Reserved.KIND) ? Source.KIND : Source.NOW;
  }

  /// Whether it reads the time of the evaluation.
  boolean isNow() {
    return source == Source.NOW;
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  /// What it reads, never null in the sense of JSON; null when it is missing.
  @Nullable Value read(EvaluationContext context) {
    Subject subject = ofUser ? context.user : context.subject(kind);
    if (subject == null) {
      return null;
    }
    if (simple) {
      return subject.attribute(name, nameHash);
    }
    if (source == Source.ATTRIBUTE) {
      Value value = subject.attribute(name, nameHash);
      return value == null ? null : follow(value);
    }
    if (source == Source.TARGETING_KEY) {
      return subject.targetingKey;
    }
    return source == Source.KIND ? kindValue : null;
  }

  private @Nullable Value follow(Value value) {
    for (String step : steps) {
      if (!(value instanceof ObjectValue object)) {
        return null;
      }
      Value next = object.fields().get(step);
      if (next == null || next instanceof NullValue) {
        return null;
      }
      value = next;
    }
    return value;
  }
}
