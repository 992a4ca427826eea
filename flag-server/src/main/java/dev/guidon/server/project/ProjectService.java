// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.project;

import dev.guidon.server.change.Changes;
import dev.guidon.server.change.Committed;
import dev.guidon.server.change.DefinitionRef;
import dev.guidon.server.change.Definitions;
import dev.guidon.server.change.Intent;
import dev.guidon.server.change.Precondition;
import dev.guidon.server.change.ProjectScope;
import dev.guidon.server.change.Search;
import dev.guidon.server.change.Versioned;
import dev.guidon.server.platform.IdGenerator;
import dev.guidon.server.platform.Page;
import dev.guidon.server.platform.Paging;
import dev.guidon.server.platform.ProblemException;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// What can be done with projects.
@Singleton
public final class ProjectService {

  private final Changes changes;
  private final Definitions definitions;
  private final IdGenerator ids;

  ProjectService(Changes changes, Definitions definitions, IdGenerator ids) {
    this.changes = changes;
    this.definitions = definitions;
    this.ids = ids;
  }

  public Committed<Project> create(Intent intent, String key, Project project) {
    UUID id = ids.next();
    return changes.commit(
        intent,
        Project.TYPE,
        change -> change.create(new DefinitionRef<>(Project.TYPE, id, null, key), id, project));
  }

  public Versioned<Project> get(String key) {
    return definitions.require(ref(definitions.project(key)));
  }

  public Page<Versioned<Project>> list(Search search, Paging page) {
    return definitions.listProjects(Project.TYPE, search, page);
  }

  public Committed<Project> edit(
      Intent intent, String key, Precondition ifMatch, UnaryOperator<Project> edit) {
    return changes.commit(
        intent,
        Project.TYPE,
        change -> {
          Versioned<Project> before = change.require(ref(change.project(key)), ifMatch);
          return change.put(before, edit.apply(before.content()));
        });
  }

  /// Ends a project that has no environments any more: each of them is deleted by itself, on purpose.
  public Committed<Project> delete(Intent intent, String key, Precondition ifMatch) {
    return changes.commit(
        intent,
        Project.TYPE,
        change -> {
          ProjectScope project = change.project(key);
          Versioned<Project> before = change.require(ref(project), ifMatch);
          int left = change.environments(project).size();
          if (left > 0) {
            throw ProblemException.conflict(
                "project-not-empty",
                "project " + key + " has " + left + " environments (expected: none left)");
          }
          return change.delete(before, "deleted");
        });
  }

  private static DefinitionRef<Project> ref(ProjectScope project) {
    return new DefinitionRef<>(Project.TYPE, project.id(), null, project.key());
  }
}
