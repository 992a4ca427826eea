// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.permission;

import java.util.Set;

/// Several users and service accounts that are granted roles together.
public record Group(String key, Set<Subject> members) {

  public Group {
    members = Set.copyOf(members);
  }
}
