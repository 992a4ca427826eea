// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

/// Who made a change: a person, a service account, or the installation itself.
///
/// The id stays in the log for good, so it must not say who a person is; the display name can be erased.
public record Actor(Kind kind, String id, String display) {

  public enum Kind {
    USER,
    SERVICE,
    SYSTEM
  }

  public Actor {
    requireNonNull(kind, "kind");
    Texts.requireId("actor.id", id);
    Texts.requireText("actor.display", display, 200);
  }

  public static Actor user(String id, String display) {
    return new Actor(Kind.USER, id, display);
  }

  public static Actor service(String id, String display) {
    return new Actor(Kind.SERVICE, id, display);
  }

  /// A part of the installation that acts by itself, such as a job; the id is its name.
  public static Actor system(String id) {
    return new Actor(Kind.SYSTEM, id, "");
  }
}
