// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import jakarta.inject.Singleton;
import java.util.function.UnaryOperator;

/// What can be done with environments.
@Singleton
public final class EnvironmentService {

  private final Changes changes;
  private final Definitions definitions;

  EnvironmentService(Changes changes, Definitions definitions) {
    this.changes = changes;
    this.definitions = definitions;
  }

  public Committed<Environment> create(
      Intent intent, String project, String key, Environment environment) {
    return changes.commit(
        intent,
        Environment.TYPE,
        change -> change.create(Environment.TYPE.in(change.project(project), key), environment));
  }

  public Versioned<Environment> get(String project, String key) {
    return definitions.require(Environment.TYPE.in(definitions.project(project), key));
  }

  public Page<Versioned<Environment>> list(String project, Search search, Paging page) {
    return definitions.list(Environment.TYPE, definitions.project(project), search, page);
  }

  public Committed<Environment> edit(
      Intent intent,
      String project,
      String key,
      Precondition ifMatch,
      UnaryOperator<Environment> edit) {
    return changes.commit(
        intent,
        Environment.TYPE,
        change -> {
          Versioned<Environment> before =
              change.require(Environment.TYPE.in(change.project(project), key), ifMatch);
          return change.put(before, edit.apply(before.content()));
        });
  }

  /// Ends an environment with all that it has: targeting, segments and SDK keys are out of reach from now on.
  public Committed<Environment> delete(
      Intent intent, String project, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Environment.TYPE,
        change ->
            change.delete(
                change.require(Environment.TYPE.in(change.project(project), key), ifMatch),
                "deleted"));
  }
}
