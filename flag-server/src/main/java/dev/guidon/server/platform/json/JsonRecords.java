// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.ListValue;
import dev.guidon.evaluation.Value.NullValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads and writes records as JSON objects with one field for each component.
///
/// A component is required unless it is `@Nullable` (null), a list or map (empty) or a primitive boolean (false).
/// Enums are written in lower case with hyphens. Reading a request reports everything that is wrong at once, each
/// thing with its place, which is why this is not left to a general mapper.
public final class JsonRecords {

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private final boolean strict;
  private final List<Problem.Fault> errors = new ArrayList<>();

  private JsonRecords(boolean strict) {
    this.strict = strict;
  }

  /// What a request says, or a problem `invalid-request`; a field that the record does not have is refused.
  public static <T extends Record> T readRequest(Value value, Class<T> type) {
    var reader = new JsonRecords(true);
    Object read = reader.read(value, type, "");
    if (!reader.errors.isEmpty() || read == null) {
      String more =
          reader.errors.size() == 1 ? "" : " (and " + (reader.errors.size() - 1) + " more)";
      throw ProblemException.of(
          400, "invalid-request", describe(reader.errors.getFirst()) + more, reader.errors);
    }
    return type.cast(read);
  }

  /// What was written before, by this release or an older one; fields that nobody knows any more are passed over.
  public static <T extends Record> T readStored(String json, Class<T> type) {
    var reader = new JsonRecords(false);
    Object read = reader.read(JsonText.read(json), type, "");
    if (!reader.errors.isEmpty() || read == null) {
      throw new IllegalStateException(
          "stored " + type.getSimpleName() + ": " + describe(reader.errors.getFirst()));
    }
    return type.cast(read);
  }

  private static String describe(Problem.Fault error) {
    return (error.pointer().isEmpty() ? "" : error.pointer() + ": ") + error.detail();
  }

  private @Nullable Object read(Value value, Type type, String pointer) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getRawType() == List.class
          ? list(value, parameterized.getActualTypeArguments()[0], pointer)
          : map(value, parameterized.getActualTypeArguments()[1], pointer);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == Value.class) {
      return value;
    }
    if (raw == String.class) {
      return value instanceof StringValue(String text) ? text : wrong(value, "text", pointer);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return value instanceof BooleanValue(boolean b) ? b : wrong(value, "true or false", pointer);
    }
    if (raw == int.class || raw == Integer.class) {
      Long number = integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, pointer);
      return number == null ? null : (Object) Math.toIntExact(number);
    }
    if (raw == long.class || raw == Long.class) {
      return integer(value, Long.MIN_VALUE, Long.MAX_VALUE, pointer);
    }
    if (raw == Instant.class) {
      return instant(value, pointer);
    }
    if (raw == UUID.class) {
      return uuid(value, pointer);
    }
    if (raw.isEnum()) {
      return constant(value, raw, pointer);
    }
    if (raw.isRecord()) {
      return object(value, SHAPES.get(raw), pointer);
    }
    throw new IllegalArgumentException(raw + " (expected: a type that JSON can say)");
  }

  private @Nullable Object list(Value value, Type elementType, String pointer) {
    if (!(value instanceof ListValue(var elements))) {
      return wrong(value, "a list", pointer);
    }
    List<Object> read = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Object element = read(elements.get(i), elementType, JsonPointer.child(pointer, i));
      if (element != null) {
        read.add(element);
      }
    }
    return read;
  }

  private @Nullable Object map(Value value, Type fieldType, String pointer) {
    if (!(value instanceof ObjectValue(var fields))) {
      return wrong(value, "an object", pointer);
    }
    Map<String, Object> read = new LinkedHashMap<>();
    fields.forEach((name, field) -> {
      Object one = read(field, fieldType, JsonPointer.child(pointer, name));
      if (one != null) {
        read.put(name, one);
      }
    });
    return read;
  }

  private @Nullable Object object(Value value, Shape shape, String pointer) {
    if (!(value instanceof ObjectValue(var fields))) {
      return wrong(value, "an object", pointer);
    }
    int errorsBefore = errors.size();
    if (strict) {
      refuseUnknown(fields, shape, pointer);
    }
    var arguments = new @Nullable Object[shape.fields().size()];
    for (int i = 0; i < arguments.length; i++) {
      Field field = shape.fields().get(i);
      Value present = fields.get(field.name());
      if (present == null || (present instanceof NullValue && field.type() != Value.class)) {
        arguments[i] = field.absent();
        if (arguments[i] == null && !field.nullable()) {
          error(
              JsonPointer.child(pointer, field.name()),
              "missing",
              present == null ? "missing (expected: a value)" : "null (expected: a value)");
        }
        continue;
      }
      arguments[i] = read(present, field.type(), JsonPointer.child(pointer, field.name()));
    }
    return errors.size() > errorsBefore ? null : shape.create(arguments);
  }

  private void refuseUnknown(Map<String, Value> fields, Shape shape, String pointer) {
    for (String name : fields.keySet()) {
      if (!shape.names().contains(name) && !shape.readOnly().contains(name)) {
        error(
            JsonPointer.child(pointer, name),
            "unknown-field",
            "unknown (expected: one of " + String.join(", ", shape.names()) + ")");
      }
    }
  }

  private @Nullable Long integer(Value value, double least, double most, String pointer) {
    if (value instanceof NumberValue(double number)
        && JsonNumber.isExactInteger(number)
        && number >= least
        && number <= most) {
      return (long) number;
    }
    wrong(value, "an integer", pointer);
    return null;
  }

  private @Nullable Object instant(Value value, String pointer) {
    try {
      return value instanceof StringValue(String text)
          ? Instant.parse(text)
          : wrong(value, "an instant such as 2026-01-31T12:00:00Z", pointer);
    } catch (DateTimeParseException e) {
      return wrong(value, "an instant such as 2026-01-31T12:00:00Z", pointer);
    }
  }

  private @Nullable Object uuid(Value value, String pointer) {
    try {
      return value instanceof StringValue(String text)
          ? UUID.fromString(text)
          : wrong(value, "an id", pointer);
    } catch (IllegalArgumentException e) {
      return wrong(value, "an id", pointer);
    }
  }

  private @Nullable Object constant(Value value, Class<?> type, String pointer) {
    Object[] constants = type.getEnumConstants();
    if (value instanceof StringValue(String text)) {
      for (Object constant : constants) {
        if (label((Enum<?>) constant).equals(text)) {
          return constant;
        }
      }
    }
    return wrong(
        value,
        "one of "
            + Arrays.stream(constants)
                .map(constant -> label((Enum<?>) constant))
                .collect(Collectors.joining(", ")),
        pointer);
  }

  private @Nullable Object wrong(Value value, String expected, String pointer) {
    String found = JsonText.write(value);
    error(
        pointer,
        "wrong-type",
        (found.length() > 80 ? found.substring(0, 77) + "..." : found)
            + " (expected: "
            + expected
            + ")");
    return null;
  }

  private void error(String pointer, String code, String detail) {
    errors.add(Problem.Fault.of(pointer, code, detail));
  }

  /// The JSON object for a record; components that are null are left out.
  public static Value write(Record value) {
    Map<String, Value> fields = new LinkedHashMap<>();
    Shape shape = SHAPES.get(value.getClass());
    for (Field field : shape.fields()) {
      Object component = field.of(value);
      if (component != null) {
        fields.put(field.name(), valueOf(component));
      }
    }
    return Value.of(fields);
  }

  private static Value valueOf(Object component) {
    return switch (component) {
      case Value value -> value;
      case String text -> Value.of(text);
      case Boolean b -> Value.of(b.booleanValue());
      case Number number -> Value.of(number.doubleValue());
      case Instant instant -> Value.of(instant.toString());
      case UUID id -> Value.of(id.toString());
      case Enum<?> constant -> Value.of(label(constant));
      case List<?> list -> Value.of(list.stream().map(JsonRecords::valueOf).toList());
      case Map<?, ?> map -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put((String) name, valueOf(field)));
        yield Value.of(fields);
      }
      case Record inner -> write(inner);
      default ->
          throw new IllegalArgumentException(
              component.getClass() + " (expected: a type that JSON can say)");
    };
  }

  /// How a constant is written: lower case, with hyphens.
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private record Field(
      String name,
      Type type,
      boolean nullable,
      @Nullable Object absent,
      RecordComponent component) {

    static Field of(RecordComponent component) {
      Class<?> type = component.getType();
      return new Field(
          component.getName(),
          component.getGenericType(),
          component.getAnnotatedType().isAnnotationPresent(Nullable.class),
          absent(component, type),
          component);
    }

    private static @Nullable Object absent(RecordComponent component, Class<?> type) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        return null;
      }
      if (type == List.class) {
        return List.of();
      }
      if (type == Map.class) {
        return Map.of();
      }
      return type == boolean.class ? Boolean.FALSE : null;
    }

    @Nullable Object of(Record value) {
      try {
        return component.getAccessor().invoke(value);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("record component " + name, e);
      }
    }
  }

  private record Shape(
      Constructor<?> constructor, List<Field> fields, Set<String> names, Set<String> readOnly) {

    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      List<Field> fields = Arrays.stream(components).map(Field::of).toList();
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      ReadOnly readOnly = type.getAnnotation(ReadOnly.class);
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        for (RecordComponent component : components) {
          component.getAccessor().setAccessible(true);
        }
        return new Shape(
            constructor,
            fields,
            fields.stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new)),
            readOnly == null ? Set.of() : Set.of(readOnly.value()));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("record " + type, e);
      }
    }

    Object create(@Nullable Object[] arguments) {
      try {
        return constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("record " + constructor, e);
      } catch (InstantiationException | IllegalAccessException e) {
        throw new IllegalStateException("record " + constructor, e);
      }
    }
  }
}
