// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk;

import dev.guidon.evaluation.EvaluationContext;
import dev.guidon.evaluation.Value;
import java.time.Duration;
import java.util.Set;

/// Answers what an application's flags serve, from memory.
///
/// A program has one client and keeps it. No getter throws, waits, or talks to anybody: where there is no answer (the flag is
/// unknown, of another type, or the client has no flags yet), the caller's default value is used, and the `…Details`
/// variants say why.
/// ```java
/// var client = GuidonClient.builder().address("flags.example.com:443").sdkKey(key).build();
/// if (client.isEnabled("checkout-v2", EvaluationContext.of(userId), false)) { … }
/// ```
public interface GuidonClient extends AutoCloseable {

  static GuidonClientBuilder builder() {
    return new GuidonClientBuilder();
  }

  /// The value of a boolean flag.
  boolean isEnabled(String flagKey, EvaluationContext context, boolean defaultValue);

  /// The value of a string flag.
  String getString(String flagKey, EvaluationContext context, String defaultValue);

  /// The value of an integer flag, or of a number flag where it is whole and within ±(2^53 − 1).
  long getInteger(String flagKey, EvaluationContext context, long defaultValue);

  /// As {@link #getInteger}, where the value fits into 32 bits.
  int getInt(String flagKey, EvaluationContext context, int defaultValue);

  /// The value of a number or integer flag.
  double getNumber(String flagKey, EvaluationContext context, double defaultValue);

  /// The value of a json flag.
  Value getJson(String flagKey, EvaluationContext context, Value defaultValue);

  /// As {@link #isEnabled}, with the reason.
  EvaluationDetails<Boolean> isEnabledDetails(
      String flagKey, EvaluationContext context, boolean defaultValue);

  /// As {@link #getString}, with the reason.
  EvaluationDetails<String> getStringDetails(
      String flagKey, EvaluationContext context, String defaultValue);

  /// As {@link #getInteger}, with the reason.
  EvaluationDetails<Long> getIntegerDetails(
      String flagKey, EvaluationContext context, long defaultValue);

  /// As {@link #getInt}, with the reason.
  EvaluationDetails<Integer> getIntDetails(
      String flagKey, EvaluationContext context, int defaultValue);

  /// As {@link #getNumber}, with the reason.
  EvaluationDetails<Double> getNumberDetails(
      String flagKey, EvaluationContext context, double defaultValue);

  /// As {@link #getJson}, with the reason.
  EvaluationDetails<Value> getJsonDetails(
      String flagKey, EvaluationContext context, Value defaultValue);

  /// The keys of all flags that are not archived.
  Set<String> flagKeys();

  /// Waits until the server has confirmed the flags that are served, or until they came from the file that an offline client
  /// was given.
  ///
  /// Nobody need wait: until then getters answer from the copy that the last run left, or with default values. Interrupting
  /// ends the wait and leaves the thread interrupted.
  ///
  /// @return whether that is so; false when it took too long or the client was closed
  boolean awaitReady(Duration timeout);

  ClientStatus status();

  /// Calls the listener, on a thread of the client's own, after each change of flags.
  ///
  /// @return ends the calls when closed
  Subscription onFlagChange(FlagChangeListener listener);

  /// Calls the listener, on the same thread, when the connection, the source or the staleness of the flags changes.
  ///
  /// @return ends the calls when closed
  Subscription onStatusChange(StatusListener listener);

  /// Ends everything that the client has going, within a few seconds. Getters go on answering from what was served last.
  /// Closing twice does nothing.
  @Override
  void close();
}
