// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.directory;

import dev.guidon.server.permission.KeyPatterns;
import dev.guidon.server.permission.Statement;
import java.util.List;
import java.util.Set;

/// A statement as it was authored. An empty list means everything, but for actions.
public record StatementDefinition(
    List<String> actions,
    List<String> projects,
    List<String> environments,
    List<String> flags,
    List<String> tags,
    List<String> purposes) {

  public StatementDefinition {
    actions = List.copyOf(actions);
    projects = List.copyOf(projects);
    environments = List.copyOf(environments);
    flags = List.copyOf(flags);
    tags = List.copyOf(tags);
    purposes = List.copyOf(purposes);
  }

  public Statement statement() {
    return new Statement(
        Statement.actions(actions),
        new KeyPatterns(projects),
        new KeyPatterns(environments),
        new KeyPatterns(flags),
        Set.copyOf(tags),
        Set.copyOf(purposes));
  }
}
