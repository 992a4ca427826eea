// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who asks every route, and what they were given, in plain words.
///
/// @param evaluates whether it is an SDK key
record MatrixPrincipal(String name, String token, List<Right> rights, boolean evaluates) {

  /// Some actions somewhere.
  ///
  /// @param actions null for all but evaluation
  /// @param project null for everywhere
  /// @param environment null for the whole project
  record Right(
      @Nullable Set<String> actions, @Nullable String project, @Nullable String environment) {

    static final Right EVERYTHING = new Right(null, null, null);
    static final Right OWN_TOKENS = new Right(Set.of("token:own"), null, null);

    static Right in(String project, String... actions) {
      return new Right(Set.of(actions), project, null);
    }

    Right only(String theEnvironment) {
      return new Right(actions, project, theEnvironment);
    }

    private boolean has(String action) {
      return actions == null ? !action.equals("evaluate") : actions.contains(action);
    }

    private boolean allows(
        String action, @Nullable String atProject, @Nullable String atEnvironment) {
      if (!has(action)) {
        return false;
      }
      if (project != null && !project.equals(atProject)) {
        return false;
      }
      return environment == null || environment.equals(atEnvironment);
    }
  }

  /// Whoever shows nothing that holds.
  static MatrixPrincipal stranger(String name, String token) {
    return new MatrixPrincipal(name, token, List.of(), false);
  }

  private boolean isStranger() {
    return rights.isEmpty() && !evaluates;
  }

  /// `401`, `403`, `404` where the project is not to be known of, or `in`.
  String expected(Allows declared, @Nullable String project, @Nullable String environment) {
    List<String> actions = Arrays.stream(declared.value()).map(action -> action.text()).toList();
    if (isStranger()) {
      return "401";
    }
    if (evaluates) {
      return actions.contains("evaluate") ? "in" : "403";
    }
    if (project != null && !knowsOf(project)) {
      return "404";
    }
    boolean allowed =
        declared.anywhere()
            ? actions.stream()
                .anyMatch(action -> rights.stream().anyMatch(right -> right.has(action)))
            : actions.stream()
                .anyMatch(action ->
                    rights.stream().anyMatch(right -> right.allows(action, project, environment)));
    return allowed ? "in" : "403";
  }

  private boolean knowsOf(String project) {
    return rights.stream()
        .filter(right -> !right.equals(Right.OWN_TOKENS))
        .anyMatch(right -> right.project() == null || right.project().equals(project));
  }
}
