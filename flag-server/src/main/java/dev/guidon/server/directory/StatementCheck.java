// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.permission.Action;
import dev.guidon.server.permission.Statement;
import dev.guidon.server.platform.Faults;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What is asked of the statements of roles and of the scopes of tokens.
public final class StatementCheck {

  private static final int MOST_PATTERNS = 100;
  private static final Pattern ACTION = Pattern.compile("[a-z*:-]{1,64}");
  private static final Pattern KEYS = Pattern.compile("!?[A-Za-z0-9._*-]{1,128}");
  private static final Set<String> PURPOSES =
      Set.of("release", "experiment", "operational", "kill-switch", "permission");

  private StatementCheck() {}

  /// Adds what is wrong with a statement of a role.
  public static void role(Faults faults, String pointer, StatementDefinition statement) {
    actions(faults, pointer, statement.actions());
    keys(faults, pointer + "/projects", statement.projects());
    keys(faults, pointer + "/environments", statement.environments());
    keys(faults, pointer + "/flags", statement.flags());
    for (String tag : statement.tags()) {
      faults.requireText(pointer + "/tags", tag, 128);
    }
    for (String purpose : statement.purposes()) {
      if (!PURPOSES.contains(purpose)) {
        faults.add(
            pointer + "/purposes",
            "unknown-purpose",
            purpose
                + " (expected: one of "
                + String.join(", ", PURPOSES.stream().sorted().toList())
                + ")");
      }
    }
    if (faults.isEmpty()) {
      requireNarrowable(faults, pointer, statement.statement());
    }
  }

  /// Adds what is wrong with the scope of a token.
  public static void scope(Faults faults, String pointer, TokenDefinition.Scope scope) {
    actions(faults, pointer, scope.actions());
    keys(faults, pointer + "/projects", scope.projects());
    keys(faults, pointer + "/environments", scope.environments());
  }

  private static void actions(Faults faults, String pointer, List<String> patterns) {
    if (patterns.isEmpty()) {
      faults.add(pointer + "/actions", "missing", "none (expected: at least one action)");
    }
    faults.requireAtMost(pointer + "/actions", "actions", patterns.size(), MOST_PATTERNS);
    for (String pattern : patterns) {
      if (!ACTION.matcher(pattern).matches() || Action.matching(pattern).isEmpty()) {
        faults.add(
            pointer + "/actions",
            "unknown-action",
            "\""
                + pattern
                + "\" (expected: an action such as flag:read, or a pattern such as flag:*)");
      }
    }
  }

  private static void keys(Faults faults, String pointer, List<String> patterns) {
    faults.requireAtMost(pointer, "patterns", patterns.size(), MOST_PATTERNS);
    boolean includes = false;
    for (String pattern : patterns) {
      includes = includes || !pattern.startsWith("!");
      if (!KEYS.matcher(pattern).matches()) {
        faults.add(
            pointer,
            "invalid-pattern",
            "\""
                + pattern
                + "\" (expected: a key, in which * stands for anything, after ! for all others)");
      }
    }
    if (!patterns.isEmpty() && !includes) {
      faults.add(
          pointer,
          "invalid-pattern",
          "only what is left out (expected: * before it, for all others)");
    }
  }

  /// What is looked at is never narrowed to some flags, so that lists can be filtered by place alone.
  private static void requireNarrowable(Faults faults, String pointer, Statement statement) {
    if (!statement.meansSomeFlags()) {
      return;
    }
    List<String> wrong =
        statement.actions().stream()
            .filter(action -> !isNarrowable(action))
            .map(Action::text)
            .sorted()
            .toList();
    if (!wrong.isEmpty()) {
      faults.add(
          pointer + "/actions",
          "not-narrowable",
          String.join(", ", wrong)
              + " (expected: only actions that change flags, where flags, tags or purposes are named)");
    }
  }

  private static boolean isNarrowable(Action action) {
    return !action.reads()
        && (action.text().startsWith("flag:") || action.text().startsWith("targeting:"));
  }
}
