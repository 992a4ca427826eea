// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.benchmarks.engine;

import dev.guidon.sdk.benchmarks.workload.User;
import dev.guidon.sdk.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/// Asks an engine every workload for every user of the ring, before it is measured.
///
/// Where a rollout decides, engines choose different users. There the share is compared: by chance alone it lies further off
/// than allowed once in more than ten thousand times, and salts do not change, so an engine that passes always does.
public final class AnswerCheck {

  private static final int STANDARD_DEVIATIONS = 4;
  private static final int SHOWN = 3;

  /// For so many users it is also checked that the default value does not matter; some engines take milliseconds for one.
  private static final int FEW = 16;

  private AnswerCheck() {}

  /// The first few wrong answers to each workload, in words; empty when there are none.
  public static List<String> wrongAnswers(Engine engine) {
    List<String> wrong = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      wrongAnswers(engine, workload).stream().limit(SHOWN).forEach(wrong::add);
    }
    return wrong;
  }

  /// The wrong answers to one workload, in words.
  public static List<String> wrongAnswers(Engine engine, Workload workload) {
    List<String> wrong = new ArrayList<>();
    List<User> users = User.ring();
    int asked = 0;
    int enabled = 0;
    int rolledOut = 0;
    for (int number = 0; number < users.size(); number++) {
      int percentage = workload.percentage(users.get(number), number);
      boolean answer = answer(engine, workload, number, false);
      if (number < FEW
          && workload.isDefined()
          && answer != answer(engine, workload, number, true)) {
        wrong.add(workload + " for user " + number + ": the default value");
      }
      if (percentage == 0 || percentage == 100) {
        if (answer != (percentage == 100)) {
          wrong.add(workload + " for user " + number + ": " + answer);
        }
      } else {
        rolledOut = percentage;
        asked++;
        enabled += answer ? 1 : 0;
      }
    }
    double expected = asked * rolledOut / 100.0;
    double deviation = Math.sqrt(expected * (100 - rolledOut) / 100.0);
    if (Math.abs(enabled - expected) > STANDARD_DEVIATIONS * deviation) {
      wrong.add(
          workload + ": " + enabled + " of " + asked + " users (expected: about " + expected + ")");
    }
    return wrong;
  }

  private static boolean answer(Engine engine, Workload workload, int user, boolean defaultValue) {
    if (workload.isJson()) {
      Object json = engine.json(workload.flagKey(), user);
      for (int i = 0; i < Workload.JSON_FIELDS; i++) {
        if (!("value " + i).equals(engine.field(json, "field" + i))) {
          return false;
        }
      }
      return true;
    }
    return engine.isEnabled(workload.flagKey(), user, defaultValue);
  }
}
