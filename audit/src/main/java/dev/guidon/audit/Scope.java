// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/// What a change is part of, and so who may read of it.
public sealed interface Scope {

  /// The whole installation, such as a user or a setting.
  record Installation() implements Scope {}

  record Project(UUID projectId) implements Scope {

    public Project {
      requireNonNull(projectId, "projectId");
    }
  }

  record Environment(UUID projectId, UUID environmentId) implements Scope {

    public Environment {
      requireNonNull(projectId, "projectId");
      requireNonNull(environmentId, "environmentId");
    }
  }
}
