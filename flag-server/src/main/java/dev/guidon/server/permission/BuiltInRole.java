// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The roles that every installation has.
public enum BuiltInRole {
  /// Looks.
  READER(
      Statement.of(
          "project:read",
          "environment:read",
          "flag:read",
          "targeting:read",
          "segment:read",
          "sdk-key:read")),
  /// Looks, and changes flags, how they are served, and segments.
  WRITER(
      Statement.of(
          "project:read",
          "environment:read",
          "sdk-key:read",
          "flag:*",
          "targeting:*",
          "segment:*")),
  /// Does everything.
  ADMIN(Statement.EVERYTHING);

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Statement> statements;

  BuiltInRole(Statement... statements) {
    this.statements = List.of(statements);
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public List<Statement> statements() {
    return statements;
  }

  /// The role of this key, if it is a built-in one.
  public static Optional<BuiltInRole> of(String key) {
    return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
  }
}
