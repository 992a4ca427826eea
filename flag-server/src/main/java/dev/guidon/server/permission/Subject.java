// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

/// Whom a role is granted to.
///
/// @param key of the user, group or service account
public record Subject(Kind kind, String key) {

  /// What can be granted a role.
  public enum Kind {
    USER,
    SERVICE_ACCOUNT,
    GROUP
  }

  public static Subject user(String key) {
    return new Subject(Kind.USER, key);
  }

  public static Subject serviceAccount(String key) {
    return new Subject(Kind.SERVICE_ACCOUNT, key);
  }

  public static Subject group(String key) {
    return new Subject(Kind.GROUP, key);
  }
}
