// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.flag;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.Value;
import dev.guidon.server.limits.Limits;
import dev.guidon.server.platform.Faults;
import dev.guidon.server.platform.json.JsonText;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a flag must keep to when it is saved, beside what compiling it checks: limits, text, its own schema.
@Singleton
final class FlagRules {

  private static final int MAX_TAGS = 50;

  private final Limits limits;
  private final ValueSchemas schemas;

  FlagRules(Limits limits, ValueSchemas schemas) {
    this.limits = limits;
    this.schemas = schemas;
  }

  void check(Flag flag) {
    var faults =
        new Faults()
            .requireText("/name", flag.name(), 200)
            .requireText("/description", flag.description(), 4_000)
            .requireText("/maintainer", flag.maintainer(), 200)
            .requireAtMost("/tags", "tags", flag.tags().size(), MAX_TAGS);
    for (int i = 0; i < flag.tags().size(); i++) {
      faults.requireText("/tags/" + i, flag.tags().get(i), 64);
    }
    checkVariations(flag, faults);
    Value schema = flag.valueSchema();
    if (schema != null && faults.isEmpty()) {
      schemas.check(flag, schema, faults);
    }
    faults.refuseIfAny("definition-refused");
  }

  private void checkVariations(Flag flag, Faults faults) {
    List<FlagVariation> variations = flag.variations() == null ? List.of() : flag.variations();
    long total = 0;
    for (int i = 0; i < variations.size(); i++) {
      FlagVariation variation = variations.get(i);
      String at = "/variations/" + i;
      if (variation.key() != null) {
        faults.requireKey(at + "/key", variation.key());
      }
      faults.requireText(at + "/name", variation.name(), 200);
      long bytes = size(variation.value());
      faults.requireAtMost(at + "/value", "bytes", bytes, limits.valueSize());
      total += bytes;
    }
    faults.requireAtMost("/variations", "bytes of values", total, limits.flagSize());
  }

  private static long size(@Nullable Value value) {
    return value == null ? 0 : JsonText.write(value).getBytes(UTF_8).length;
  }

  /// What is fixed once the flag exists.
  static void checkSuccessor(Flag before, Flag after) {
    if (!Objects.equals(before.type(), after.type())) {
      new Faults()
          .add(
              "/type",
              "type-fixed",
              after.type()
                  + " (expected: "
                  + before.type()
                  + "; programs rely on it, so it never changes)")
          .refuseIfAny("definition-refused");
    }
  }
}
