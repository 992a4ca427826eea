// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform.json;

import dev.guidon.evaluation.Value;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/// Writes JSON values inside answers, as {@link JsonText} does.
@Singleton
final class ValueSerde implements Serializer<Value> {

  @Override
  public void serialize(
      Encoder encoder, EncoderContext context, Argument<? extends Value> type, Value value)
      throws IOException {
    encode(encoder, type, value);
  }

  private static void encode(Encoder encoder, Argument<?> type, Value value) throws IOException {
    switch (value) {
      case Value.NullValue _ -> encoder.encodeNull();
      case Value.BooleanValue(boolean b) -> encoder.encodeBoolean(b);
      case Value.NumberValue(double number) -> encode(encoder, number);
      case Value.StringValue(String text) -> encoder.encodeString(text);
      case Value.InstantValue(var instant) -> encoder.encodeString(instant.toString());
      case Value.ListValue(var elements) -> {
        try (Encoder list = encoder.encodeArray(type)) {
          for (Value element : elements) {
            encode(list, type, element);
          }
        }
      }
      case Value.ObjectValue(var fields) -> {
        try (Encoder object = encoder.encodeObject(type)) {
          for (Map.Entry<String, Value> field : fields.entrySet()) {
            object.encodeKey(field.getKey());
            encode(object, type, field.getValue());
          }
        }
      }
    }
  }

  private static void encode(Encoder encoder, double number) throws IOException {
    if (JsonNumber.isExactInteger(number)) {
      encoder.encodeLong((long) number);
    } else {
      encoder.encodeDouble(number);
    }
  }
}
