// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.ObjectValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.sdk.benchmarks.workload.Catalog;
import dev.guidon.sdk.benchmarks.workload.User;
import org.jspecify.annotations.Nullable;

/// Guidon's engine alone.
final class GuidonEngine implements Engine {

  private final FlagSnapshot snapshot;
  private final EvaluationContext[] ring;

  GuidonEngine(Catalog catalog) {
    Compilation compilation = FlagSnapshot.compile(GuidonDefinitions.environment(catalog));
    if (!compilation.problems().isEmpty()) {
      throw new IllegalStateException(compilation.problems().get(0).message());
    }
    snapshot = compilation.snapshot();
    ring = User.ring().stream().map(this::context).toArray(EvaluationContext[]::new);
  }

  @Override
  public EvaluationContext context(User user) {
    return GuidonDefinitions.context(user);
  }

  @Override
  public boolean isEnabled(String flagKey, int user, boolean defaultValue) {
    Value value = snapshot.evaluate(flagKey, ring[user], 0).value();
    return value == null ? defaultValue : ((BooleanValue) value).value();
  }

  @Override
  public Object json(String flagKey, int user) {
    Value value = snapshot.evaluate(flagKey, ring[user], 0).value();
    return value == null ? Value.NULL : value;
  }

  @Override
  public @Nullable String field(Object json, String name) {
    return field((Value) json, name);
  }

  static @Nullable String field(Value json, String name) {
    return json instanceof ObjectValue object
            && object.fields().get(name) instanceof StringValue text
        ? text.value()
        : null;
  }

  @Override
  public void close() {}
}
