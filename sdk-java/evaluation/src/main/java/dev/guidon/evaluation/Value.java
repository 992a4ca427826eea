// SPDX-License-Identifier: Apache-2.0
package dev.guidon.evaluation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a variation holds, a clause compares with, or an attribute of a context is. Immutable.
public sealed interface Value {

  NullValue NULL = new NullValue();
  BooleanValue TRUE = new BooleanValue(true);
  BooleanValue FALSE = new BooleanValue(false);

  static Value of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Value of(String value) {
    return new StringValue(value);
  }

  static Value of(double value) {
    return new NumberValue(value);
  }

  static Value of(Instant value) {
    return new InstantValue(value);
  }

  static Value of(List<? extends Value> elements) {
    return new ListValue(List.copyOf(elements));
  }

  static Value of(Map<String, ? extends Value> fields) {
    return new ObjectValue(new LinkedHashMap<>(fields));
  }

  /// True or false.
  record BooleanValue(boolean value) implements Value {}

  /// Text, which may hold lone surrogates when it comes from a context.
  record StringValue(String value) implements Value {
    public StringValue {
      requireNonNull(value, "value");
    }
  }

  /// An IEEE double; all numbers are. May be NaN or infinite when it comes from a context.
  record NumberValue(double value) implements Value {}

  /// A point in time. Only contexts have these; definitions write instants as text or epoch milliseconds.
  record InstantValue(Instant value) implements Value {
    public InstantValue {
      requireNonNull(value, "value");
    }
  }

  /// Values in order.
  record ListValue(List<Value> elements) implements Value {
    public ListValue {
      elements = List.copyOf(elements);
    }
  }

  /// Values by name, in the order in which they were given.
  record ObjectValue(Map<String, Value> fields) implements Value {
    public ObjectValue {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /// JSON's null: a missing attribute as far as clauses are concerned.
  record NullValue() implements Value {}
}
