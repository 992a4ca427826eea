// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.server.limits.EnvironmentLimits;
import dev.guidon.server.platform.Problem;
import dev.guidon.server.platform.ProblemException;
import dev.guidon.server.snapshot.EnvironmentSnapshot;
import dev.guidon.server.snapshot.Published;
import dev.guidon.server.snapshot.SnapshotReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Compiles every environment that a change touches, as it will be, and refuses the change when that brings new problems.
final class ChangeCompiler {

  private final Change change;
  private final long revision;
  private final EnvironmentLimits limits;
  private final List<Published> published = new ArrayList<>();
  private final List<EnvironmentSnapshot> snapshots = new ArrayList<>();
  // What is wrong with a flag is wrong in each environment, and said once.
  private final Set<Problem.Fault> faults = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private int compiledCount;

  /// @param revision the number that the change's last entry will have
  ChangeCompiler(Change change, long revision, EnvironmentLimits limits) {
    this.change = change;
    this.revision = revision;
    this.limits = limits;
  }

  /// Makes the next revision of each environment whose objects change, or throws a problem `definition-refused`.
  void compile() throws SQLException {
    for (UUID environment : touchedEnvironments()) {
      compileNext(change.snapshot(environment));
    }
    for (Write write : change.writes()) {
      if (write.ref().type().kind().equals("environment") && write.before() == null) {
        compileFirst(write);
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.refused("definition-refused", List.copyOf(faults));
    }
  }

  /// What is to be made known of the environments that change, once it is committed.
  List<Published> published() {
    return published;
  }

  /// The environments that change, as they will be.
  List<EnvironmentSnapshot> snapshots() {
    return snapshots;
  }

  /// How many definitions were compiled: the cost of the change.
  int compiledCount() {
    return compiledCount;
  }

  /// Limits of the environments that are nearly reached.
  List<String> warnings() {
    return warnings;
  }

  private Set<UUID> touchedEnvironments() {
    Set<UUID> touched = new LinkedHashSet<>();
    for (Write write : change.writes()) {
      if (!write.changesWire()) {
        continue;
      }
      UUID environmentId = write.ref().environmentId();
      if (environmentId != null) {
        touched.add(environmentId);
      } else {
        // Whatever a project has, such as a flag and its variations, is in each of its
        // environments.
        change.environments(new ProjectScope(write.ref().projectId(), "")).stream()
            .map(EnvironmentScope::id)
            .forEach(touched::add);
      }
    }
    return touched;
  }

  private void compileNext(EnvironmentSnapshot now) {
    EnvironmentDelta delta = deltaFor(now.environmentId());
    EnvironmentState.Applied applied = now.state().apply(delta, revision);
    compiledCount += applied.compilation().compiledCount();
    Set<DefinitionProblem> known = new HashSet<>(now.flags().problems());
    for (DefinitionProblem problem : applied.compilation().problems()) {
      // A definition that was broken before, by an older release or by hand, must not hold up the
      // others.
      if (!known.contains(problem)) {
        faults.add(fault(problem, now.environmentId()));
      }
    }
    checkSize(change.environmentKey(now.environmentId()), now.state(), applied.state());
    add(
        now.projectId(),
        new Published(now.environmentId(), now.epoch(), now.revision(), applied.state(), delta));
  }

  /// A new environment begins with the flags of its project.
  private void compileFirst(Write environment) throws SQLException {
    List<DefinitionObject> objects =
        SnapshotReader.objects(
            change.connection(), environment.ref().projectId(), environment.id());
    EnvironmentState state = EnvironmentState.of(revision, objects).state();
    checkSize(environment.ref().key(), EnvironmentState.of(0, List.of()).state(), state);
    add(
        environment.ref().projectId(),
        new Published(
            environment.id(),
            change.head().epoch(),
            0,
            state,
            new EnvironmentDelta(objects, List.of())));
  }

  private void add(UUID projectId, Published next) {
    published.add(next);
    snapshots.add(
        new EnvironmentSnapshot(next.environmentId(), projectId, next.epoch(), next.state()));
  }

  private void checkSize(String environment, EnvironmentState before, EnvironmentState after) {
    limits
        .exceeded(before.size(), after.size())
        .forEach(limit ->
            faults.add(
                Problem.Fault.of(
                    "", "limit-exceeded", "environment " + environment + ": " + limit)));
    limits
        .nearlyReached(after.size())
        .forEach(limit -> warnings.add("environment " + environment + ": " + limit));
  }

  private EnvironmentDelta deltaFor(UUID environmentId) {
    Map<DefinitionName, DefinitionObject> puts = new LinkedHashMap<>();
    List<DefinitionName> deletes = new ArrayList<>();
    for (Write write : change.writes()) {
      UUID only = write.ref().environmentId();
      if (!write.changesWire() || (only != null && !only.equals(environmentId))) {
        continue;
      }
      if (write.content() == null) {
        deletes.add(write.name());
      } else {
        puts.put(write.name(), write.object());
      }
    }
    return new EnvironmentDelta(List.copyOf(puts.values()), deletes);
  }

  private Problem.Fault fault(DefinitionProblem problem, UUID environmentId) {
    String kind = problem.kind().name().toLowerCase(Locale.ROOT);
    boolean ofTheRequest =
        change.writes().stream()
            .anyMatch(write ->
                write.ref().type().kind().equals(kind) && write.ref().key().equals(problem.key()));
    String at =
        ofTheRequest
            ? ""
            : kind + " " + problem.key() + " in " + change.environmentKey(environmentId);
    return new Problem.Fault(problem.pointer(), problem.code(), problem.message(), at);
  }
}
