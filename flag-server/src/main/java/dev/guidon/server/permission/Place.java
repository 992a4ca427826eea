// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.UUID;

/// Where something is done.
public sealed interface Place {

  Installation INSTALLATION = new Installation();

  /// What belongs to no project, such as people.
  record Installation() implements Place {}

  record Project(UUID id, String key) implements Place {}

  record Environment(Project project, UUID id, String key) implements Place {}
}
