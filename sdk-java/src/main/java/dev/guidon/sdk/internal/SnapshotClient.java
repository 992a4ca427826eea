// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.ErrorKind;
import dev.guidon.evaluation.Evaluation;
import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Getter;
import dev.guidon.evaluation.Reason.EvaluationError;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.Value.BooleanValue;
import dev.guidon.evaluation.Value.NumberValue;
import dev.guidon.evaluation.Value.StringValue;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.EvaluationDetails;
import dev.guidon.sdk.GuidonClient;
import dev.guidon.sdk.internal.usage.UsageCounters;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The getters, over whichever snapshot was served last.
public abstract class SnapshotClient implements GuidonClient {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk");

  private final UsageCounters usage;
  private final InstantSource clock;
  private final KeysReported unknownFlags = new KeysReported();
  private final KeysReported failedFlags = new KeysReported();

  private volatile @Nullable Served served;

  /// @param clock what time rules are asked at
  protected SnapshotClient(UsageCounters usage, InstantSource clock) {
    this.usage = requireNonNull(usage, "usage");
    this.clock = requireNonNull(clock, "clock");
  }

  /// Serves this snapshot from now on. To be called by one thread at a time.
  ///
  /// @param affectedFlags the flags in which it may differ from the one served before
  protected final void serve(FlagSnapshot snapshot, long revision, Set<String> affectedFlags) {
    served = Served.next(served, snapshot, revision, affectedFlags);
    usage.forgetEvaluations(affectedFlags);
  }

  protected final @Nullable FlagSnapshot servedSnapshot() {
    Served current = served;
    return current == null ? null : current.snapshot();
  }

  @Override
  public final boolean isEnabled(String flagKey, EvaluationContext context, boolean defaultValue) {
    Value value = evaluate(served, flagKey, Getter.BOOLEAN, context).value();
    return value == null ? defaultValue : ((BooleanValue) value).value();
  }

  @Override
  public final String getString(String flagKey, EvaluationContext context, String defaultValue) {
    Value value = evaluate(served, flagKey, Getter.STRING, context).value();
    return value == null ? defaultValue : ((StringValue) value).value();
  }

  @Override
  public final long getInteger(String flagKey, EvaluationContext context, long defaultValue) {
    Value value = evaluate(served, flagKey, Getter.INTEGER, context).value();
    return value == null ? defaultValue : (long) ((NumberValue) value).value();
  }

  @Override
  public final int getInt(String flagKey, EvaluationContext context, int defaultValue) {
    Value value = evaluate(served, flagKey, Getter.INTEGER_32, context).value();
    return value == null ? defaultValue : (int) ((NumberValue) value).value();
  }

  @Override
  public final double getNumber(String flagKey, EvaluationContext context, double defaultValue) {
    Value value = evaluate(served, flagKey, Getter.NUMBER, context).value();
    return value == null ? defaultValue : ((NumberValue) value).value();
  }

  @Override
  public final Value getJson(String flagKey, EvaluationContext context, Value defaultValue) {
    Value value = evaluate(served, flagKey, Getter.JSON, context).value();
    return value == null ? defaultValue : value;
  }

  @Override
  public final EvaluationDetails<Boolean> isEnabledDetails(
      String flagKey, EvaluationContext context, boolean defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.BOOLEAN, context);
    Value value = evaluation.value();
    return details(
        current, evaluation, value == null ? defaultValue : ((BooleanValue) value).value());
  }

  @Override
  public final EvaluationDetails<String> getStringDetails(
      String flagKey, EvaluationContext context, String defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.STRING, context);
    Value value = evaluation.value();
    return details(
        current, evaluation, value == null ? defaultValue : ((StringValue) value).value());
  }

  @Override
  public final EvaluationDetails<Long> getIntegerDetails(
      String flagKey, EvaluationContext context, long defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.INTEGER, context);
    Value value = evaluation.value();
    return details(
        current, evaluation, value == null ? defaultValue : (long) ((NumberValue) value).value());
  }

  @Override
  public final EvaluationDetails<Integer> getIntDetails(
      String flagKey, EvaluationContext context, int defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.INTEGER_32, context);
    Value value = evaluation.value();
    return details(
        current, evaluation, value == null ? defaultValue : (int) ((NumberValue) value).value());
  }

  @Override
  public final EvaluationDetails<Double> getNumberDetails(
      String flagKey, EvaluationContext context, double defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.NUMBER, context);
    Value value = evaluation.value();
    return details(
        current, evaluation, value == null ? defaultValue : ((NumberValue) value).value());
  }

  @Override
  public final EvaluationDetails<Value> getJsonDetails(
      String flagKey, EvaluationContext context, Value defaultValue) {
    Served current = served;
    Evaluation evaluation = evaluate(current, flagKey, Getter.JSON, context);
    Value value = evaluation.value();
    return details(current, evaluation, value == null ? defaultValue : value);
  }

  @Override
  public final Set<String> flagKeys() {
    Served current = served;
    return current == null ? Set.of() : current.snapshot().flagKeys();
  }

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  private Evaluation evaluate(
      @Nullable Served current, String flagKey, Getter getter, EvaluationContext context) {
    try {
      Evaluation evaluation =
          current == null
              ? Evaluation.error(ErrorKind.NOT_READY)
              : current
                  .snapshot()
                  .evaluate(flagKey, getter, context, current.timeFor(flagKey, clock));
      usage.count(flagKey, evaluation);
      if (evaluation.value() == null) {
        reportUnknown(flagKey, evaluation);
      }
      return evaluation;
    } catch (RuntimeException e) {
      return failed(flagKey, context, e);
    }
  }

  private void reportUnknown(String flagKey, Evaluation evaluation) {
    if (evaluation.reason() instanceof EvaluationError error
        && error.error() == ErrorKind.FLAG_NOT_FOUND
        && unknownFlags.isFirst(flagKey)) {
      log.warn("flag {} is unknown in this environment; its default value is used", flagKey);
    }
  }

  /// An application must not fail because a flag does. Of what is null, say so; anything else is a bug of ours.
  @SuppressWarnings("ConstantValue") // callers need not heed nullness annotations
  private Evaluation failed(
      @Nullable String flagKey, @Nullable EvaluationContext context, RuntimeException cause) {
    if (failedFlags.isFirst(String.valueOf(flagKey))) {
      log.error("flag {} could not be evaluated; its default value is used", flagKey, cause);
    }
    if (flagKey == null) {
      return Evaluation.error(ErrorKind.FLAG_NOT_FOUND);
    }
    return Evaluation.error(context == null ? ErrorKind.INVALID_CONTEXT : ErrorKind.MALFORMED_FLAG);
  }

  private <T> EvaluationDetails<T> details(
      @Nullable Served current, Evaluation evaluation, T value) {
    ClientStatus status = status();
    return new EvaluationDetails<>(
        value,
        evaluation.variationKey(),
        evaluation.reason(),
        evaluation.reason() instanceof EvaluationError error ? error.error() : null,
        current == null ? 0 : current.revision(),
        status.age(),
        status.source());
  }
}
