// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What somebody does, as far as permission goes.
///
/// An action is called `what:verb`, as in `flag:edit-values`; a pattern such as `flag:*`, `*:read` or `*` means several.
public enum Action {
  PROJECT_READ("project:read"),
  /// Creates, renames and deletes projects.
  PROJECT_WRITE("project:write"),
  ENVIRONMENT_READ("environment:read"),
  /// Creates, renames and deletes environments.
  ENVIRONMENT_WRITE("environment:write"),
  FLAG_READ("flag:read"),
  /// Creates, changes, archives and deletes flags.
  FLAG_WRITE("flag:write"),
  /// Changes what a flag's variations hold, and nothing else of it.
  FLAG_EDIT_VALUES("flag:edit-values"),
  TARGETING_READ("targeting:read"),
  /// Changes anything of how a flag is served but whether it is on.
  TARGETING_WRITE("targeting:write"),
  /// Turns a flag on or off.
  TARGETING_TURN("targeting:turn"),
  /// Sets the weights of rollouts, and nothing else of how a flag is served.
  TARGETING_WEIGH("targeting:weigh"),
  SEGMENT_READ("segment:read"),
  SEGMENT_WRITE("segment:write"),
  SDK_KEY_READ("sdk-key:read"),
  /// Makes, renames and revokes SDK keys.
  SDK_KEY_WRITE("sdk-key:write"),
  /// Reads the audit log, as far as its entries are about what one may see.
  AUDIT_READ("audit:read"),
  /// Sees who there is, who has which role, and all tokens.
  ACCESS_READ("access:read"),
  /// Changes who there is and who has which role, and ends anybody's tokens.
  ACCESS_WRITE("access:write"),
  /// Makes, lists and ends tokens of one's own. Everybody may who is not disabled.
  TOKEN_OWN("token:own"),
  /// Evaluates flags of the environment that an SDK key is for. No role has it.
  EVALUATE("evaluate");

  private final String text;

  Action(String text) {
    this.text = text;
  }

  /// As people write it: `flag:edit-values`.
  public String text() {
    return text;
  }

  /// Whether it only looks, so that it cannot be narrowed to some flags of a project.
  public boolean reads() {
    return text.endsWith(":read");
  }

  /// Whether it is done in projects or environments, and not to the installation itself.
  boolean isInProjects() {
    return !text.startsWith("access:") && this != TOKEN_OWN;
  }

  /// The actions that a pattern means among those that a role or a token's scope can name; none when it means nothing.
  public static Set<Action> matching(String pattern) {
    var patterns = new KeyPatterns(List.of(pattern));
    return EnumSet.range(PROJECT_READ, TOKEN_OWN).stream()
        .filter(action -> patterns.matches(action.text))
        .collect(toCollection(() -> EnumSet.noneOf(Action.class)));
  }

  /// The action on a kind of definition: `flag` and `edit-values`.
  ///
  /// @throws IllegalArgumentException if there is none
  public static Action of(String kind, String verb) {
    String text = kind + ":" + verb;
    return Arrays.stream(values())
        .filter(action -> action.text.equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("action: " + text + " (expected: a known one)"));
  }
}
