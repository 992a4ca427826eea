// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who or what a flag is evaluated for: one or several kinds, each with a targeting key and attributes. Immutable.
///
/// The kind `user` is always there, even when nothing is known of it.
/// ```java
/// EvaluationContext.builder("ann").set("plan", "pro").kind("organization", "acme").set("seats", 20).build()
/// ```
public final class EvaluationContext {

  static final String USER = "user";

  /// Nobody in particular: no targeting key, no attributes.
  public static final EvaluationContext EMPTY =
      new EvaluationContext(Subject.withoutAttributes(USER, null), null, true);

  private static final EvaluationContext INVALID =
      new EvaluationContext(Subject.withoutAttributes(USER, null), null, false);

  final Subject user;
  private final Subject @Nullable [] others;
  final boolean valid;

  private EvaluationContext(Subject user, Subject @Nullable [] others, boolean valid) {
    this.user = user;
    this.others = others;
    this.valid = valid;
  }

  /// A user of whom nothing else is known.
  public static EvaluationContext of(String targetingKey) {
    return new EvaluationContext(Subject.withoutAttributes(USER, targetingKey), null, true);
  }

  /// Nobody in particular: no targeting key, no attributes.
  public static EvaluationContext anonymous() {
    return EMPTY;
  }

  /// A context that cannot be read: every evaluation for it is INVALID_CONTEXT.
  public static EvaluationContext invalid() {
    return INVALID;
  }

  /// Starts with the kind `user`. A key that is null or empty is missing.
  public static Builder builder(@Nullable String targetingKey) {
    return new Builder(targetingKey);
  }

  /// Reads OpenFeature's flat context: the top level is the kind `user`, and an object in it that has a targeting key
  /// of its own is another kind. EVAL-2.1 to 2.8
  public static EvaluationContext fromFlat(Value flat) {
    if (!(flat instanceof ObjectValue top)) {
      return INVALID;
    }
    Value key = top.fields().get(Reserved.TARGETING_KEY);
    if (!(key == null || key instanceof NullValue || key instanceof StringValue)) {
      return INVALID;
    }
    Builder builder = new Builder(key instanceof StringValue text ? text.value() : null);
    top.fields()
        .forEach((name, value) -> {
          if (keyOfKind(name, value) == null) {
            builder.set(name, value);
          }
        });
    top.fields()
        .forEach((name, value) -> {
          String keyOfKind = keyOfKind(name, value);
          if (keyOfKind != null && value instanceof ObjectValue kind) {
            builder.kind(name, keyOfKind);
            kind.fields().forEach(builder::set);
          }
        });
    return builder.build();
  }

  /// The targeting key of a field that is a kind, or null when the field is an attribute of the user.
  private static @Nullable String keyOfKind(String name, @Nullable Value value) {
    if (name.isEmpty() || name.equals(USER) || Reserved.isReserved(name)) {
      return null;
    }
    return value instanceof ObjectValue object
            && object.fields().get(Reserved.TARGETING_KEY) instanceof StringValue key
            && !key.value().isEmpty()
        ? key.value()
        : null;
  }

  /// Whether the context could be read.
  public boolean isValid() {
    return valid;
  }

  /// The user's targeting key, or null when it is missing.
  public @Nullable String targetingKey() {
    return targetingKey(USER);
  }

  /// The targeting key of a kind, or null when it or the kind is missing.
  public @Nullable String targetingKey(String kind) {
    Subject subject = subject(kind);
    return subject == null || subject.targetingKey == null ? null : subject.targetingKey.value();
  }

  // HOT PATH: allocates nothing. Held by EvaluationAllocationTest; see
  // docs/design-notes.md#hot-path
  @Nullable Subject subject(String kind) {
    if (kind.equals(USER)) {
      return user;
    }
    Subject[] others = this.others;
    if (others == null) {
      return null;
    }
    for (Subject other : others) {
      if (other.kind.equals(kind)) {
        return other;
      }
    }
    return null;
  }

  /// The kinds, with `user` first: attribute values are nobody's business in a log.
  @Override
  public String toString() {
    if (!valid) {
      return "EvaluationContext[invalid]";
    }
    StringBuilder kinds = new StringBuilder("EvaluationContext[").append(USER);
    if (others != null) {
      for (Subject other : others) {
        kinds.append(", ").append(other.kind);
      }
    }
    return kinds.append(']').toString();
  }

  /// Collects kinds and attributes. To be used by one thread and built once.
  public static final class Builder {

    private static final int FEW = 6;

    private String kind = USER;
    private @Nullable StringValue targetingKey;
    private @Nullable String[] names = new String[FEW];
    private @Nullable Value[] values = new Value[FEW];
    private int size;
    private @Nullable List<Subject> finished;

    private Builder(@Nullable String targetingKey) {
      this.targetingKey = Subject.keyOf(targetingKey);
    }

    /// Text; null is a missing attribute. What was set under the name before does not count any more.
    public Builder set(String name, @Nullable String value) {
      return put(name, value == null ? null : new StringValue(value));
    }

    public Builder set(String name, boolean value) {
      return put(name, Value.of(value));
    }

    public Builder set(String name, double value) {
      return put(name, new NumberValue(value));
    }

    public Builder set(String name, int value) {
      return put(name, new NumberValue(value));
    }

    /// The nearest double, as all numbers are.
    public Builder set(String name, long value) {
      return put(name, new NumberValue((double) value));
    }

    public Builder set(String name, @Nullable Instant value) {
      return put(name, value == null ? null : Value.of(value));
    }

    public Builder set(String name, @Nullable Value value) {
      return put(name, value instanceof NullValue ? null : value);
    }

    /// A list of text. (Lists of anything else are a {@link Value}.)
    public Builder set(String name, @Nullable List<String> value) {
      return put(
          name, value == null ? null : new ListValue(value.stream().map(Value::of).toList()));
    }

    /// Goes on with another kind, which attributes set from here on belong to. A kind named before is continued, with
    /// this targeting key. A key that is null or empty is missing.
    public Builder kind(String kind, @Nullable String targetingKey) {
      requireNonNull(kind, "kind");
      if (!kind.equals(this.kind)) {
        turnTo(kind);
      }
      this.targetingKey = Subject.keyOf(targetingKey);
      return this;
    }

    /// The context. The builder is spent: it must not be used any more.
    public EvaluationContext build() {
      Subject current = current();
      if (finished == null) {
        return new EvaluationContext(current, null, true);
      }
      finished.add(current);
      Subject user =
          finished.stream().filter(subject -> subject.kind.equals(USER)).findFirst().orElseThrow();
      Subject[] others =
          finished.stream().filter(subject -> subject != user).toArray(Subject[]::new);
      return new EvaluationContext(user, others.length == 0 ? null : others, true);
    }

    private Builder put(String name, @Nullable Value value) {
      requireNonNull(name, "name");
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      names[size] = name;
      values[size] = value;
      size++;
      return this;
    }

    private void turnTo(String next) {
      if (finished == null) {
        finished = new ArrayList<>();
      }
      finished.add(current());
      for (Subject subject : finished) {
        if (subject.kind.equals(next)) {
          finished.remove(subject);
          kind = next;
          names = subject.names;
          values = subject.values;
          size = subject.size;
          return;
        }
      }
      kind = next;
      names = new String[FEW];
      values = new Value[FEW];
      size = 0;
    }

    private Subject current() {
      return new Subject(kind, targetingKey, names, values, size);
    }
  }
}
