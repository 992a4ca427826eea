// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.guidon.evaluation.Value;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonText;
import jakarta.inject.Singleton;
import java.util.List;

/// Holds the values of json flags against the JSON Schema (draft 2020-12) that the flag carries.
///
/// Nothing is ever fetched: a schema that refers to another document is refused.
@Singleton
final class ValueSchemas {

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  void check(Flag flag, Value schema, Faults faults) {
    if (!"json".equals(flag.type())) {
      faults.add(
          "/valueSchema", "unexpected-schema", "a schema (expected: none but for json flags)");
      return;
    }
    if (!(schema instanceof Value.ObjectValue)) {
      faults.add("/valueSchema", "invalid-schema", "no object (expected: a JSON Schema)");
      return;
    }
    try {
      Schema compiled = registry.getSchema(JsonText.write(schema), InputFormat.JSON);
      check(flag, compiled, faults);
    } catch (SchemaException | IllegalArgumentException e) {
      faults.add("/valueSchema", "invalid-schema", String.valueOf(e.getMessage()));
    }
  }

  private static void check(Flag flag, Schema schema, Faults faults) {
    List<FlagVariation> variations = flag.variations() == null ? List.of() : flag.variations();
    for (int i = 0; i < variations.size(); i++) {
      Value value = variations.get(i).value();
      if (value == null) {
        continue;
      }
      String at = "/variations/" + i + "/value";
      for (var error : schema.validate(JsonText.write(value), InputFormat.JSON)) {
        faults.add(at, "schema-violated", error.getInstanceLocation() + ": " + error.getMessage());
      }
    }
  }
}
