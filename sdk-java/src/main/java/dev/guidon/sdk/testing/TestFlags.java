// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.testing;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.Value;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.EnvironmentDefinition;
import dev.guidon.evaluation.definition.FixedVariation;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.FlagType;
import dev.guidon.evaluation.definition.Targeting;
import dev.guidon.evaluation.definition.Variation;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.FlagChange;
import dev.guidon.sdk.FlagChangeListener;
import dev.guidon.sdk.StatusListener;
import dev.guidon.sdk.Subscription;
import dev.guidon.sdk.internal.ClientEvents;
import dev.guidon.sdk.internal.SnapshotClient;
import dev.guidon.sdk.internal.usage.UsageCounters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// A client whose flags a test sets, without a server, a file or a thread.
///
/// Each test makes its own, so tests can run in parallel. Listeners are called before the method that changes a flag
/// returns.
/// ```java
/// var flags = TestFlags.create().set("checkout-v2", true);
/// var shop = new Shop(flags);
/// ```
public final class TestFlags extends SnapshotClient {

  private final ClientEvents events = new ClientEvents(Runnable::run);
  private FlagSnapshot snapshot = FlagSnapshot.compile(EnvironmentDefinition.EMPTY).snapshot();
  private volatile long revision;
  private volatile boolean closed;

  private TestFlags(InstantSource clock) {
    super(new UsageCounters(), clock);
    serve(snapshot, revision, snapshot.flagKeys());
  }

  /// A client without flags: each getter gives the caller's default value.
  public static TestFlags create() {
    return create(InstantSource.system());
  }

  /// As {@link #create()}, where rules that look at the time are asked at the clock's.
  public static TestFlags create(InstantSource clock) {
    return new TestFlags(clock);
  }

  /// Makes it a boolean flag that serves this value to everybody.
  public TestFlags set(String flagKey, boolean value) {
    return serveAlways(flagKey, FlagType.BOOLEAN, Value.of(value), value ? "on" : "off");
  }

  /// Makes it a string flag that serves this value to everybody.
  public TestFlags set(String flagKey, String value) {
    return serveAlways(flagKey, FlagType.STRING, Value.of(value), "value");
  }

  /// Makes it an integer flag that serves this value to everybody.
  public TestFlags set(String flagKey, long value) {
    return serveAlways(flagKey, FlagType.INTEGER, Value.of((double) value), "value");
  }

  /// Makes it a number flag that serves this value to everybody.
  public TestFlags set(String flagKey, double value) {
    return serveAlways(flagKey, FlagType.NUMBER, Value.of(value), "value");
  }

  /// Makes it a json flag that serves this value to everybody.
  public TestFlags set(String flagKey, Value value) {
    return serveAlways(flagKey, FlagType.JSON, value, "value");
  }

  private TestFlags serveAlways(String flagKey, FlagType type, Value value, String variation) {
    return define(
        new FlagDefinition(
            requireNonNull(flagKey, "flagKey"),
            type.label(),
            List.of(new Variation(variation, requireNonNull(value, "value"))),
            false),
        new Targeting(
            flagKey, true, null, List.of(), List.of(), List.of(), new FixedVariation(variation)));
  }

  /// Makes it a flag with rules, as the server would deliver it.
  ///
  /// @throws IllegalArgumentException if the flag is malformed
  public TestFlags define(FlagDefinition flag, Targeting targeting) {
    return define(new EnvironmentDefinition(List.of(flag), List.of(targeting), List.of()));
  }

  /// Adds flags, targetings and segments, or replaces those of the same keys, all at once.
  ///
  /// @throws IllegalArgumentException if one is malformed; then nothing is changed
  public TestFlags define(EnvironmentDefinition definitions) {
    return change(
        new EnvironmentChange(
            definitions.flags(),
            definitions.targetings(),
            definitions.segments(),
            List.of(),
            List.of(),
            List.of()));
  }

  /// Forgets the flag, so that getters give the caller's default value.
  public TestFlags remove(String flagKey) {
    return change(
        new EnvironmentChange(
            List.of(), List.of(), List.of(), List.of(flagKey), List.of(flagKey), List.of()));
  }

  private synchronized TestFlags change(EnvironmentChange change) {
    Compilation compilation = snapshot.with(change);
    if (!compilation.problems().isEmpty()) {
      throw new IllegalArgumentException(describe(compilation.problems()));
    }
    snapshot = compilation.snapshot();
    revision++;
    serve(snapshot, revision, compilation.affectedFlags());
    events.flagsChanged(new FlagChange(compilation.affectedFlags(), revision));
    return this;
  }

  private static String describe(List<DefinitionProblem> problems) {
    return problems.stream()
        .map(problem ->
            problem.kind()
                + " "
                + problem.key()
                + " at "
                + problem.pointer()
                + ": "
                + problem.message())
        .collect(Collectors.joining("; "));
  }

  @Override
  public boolean awaitReady(Duration timeout) {
    return !closed;
  }

  @Override
  public ClientStatus status() {
    return new ClientStatus(
        true,
        revision,
        null,
        DataSource.TEST,
        false,
        closed ? ConnectionState.CLOSED : ConnectionState.OFFLINE,
        null);
  }

  @Override
  public Subscription onFlagChange(FlagChangeListener listener) {
    return events.onFlagChange(listener);
  }

  /// The status of a test never changes.
  @Override
  public Subscription onStatusChange(StatusListener listener) {
    return () -> {};
  }

  @Override
  public void close() {
    closed = true;
  }
}
