// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import static java.util.Objects.requireNonNull;

import dev.guidon.evaluation.Compilation;
import dev.guidon.evaluation.FlagSnapshot;
import dev.guidon.evaluation.definition.EnvironmentChange;
import dev.guidon.evaluation.definition.FlagDefinition;
import dev.guidon.evaluation.definition.SegmentDefinition;
import dev.guidon.evaluation.definition.Targeting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All objects of one environment at one revision, their digest, and the snapshot compiled from them. Immutable.
///
/// Server nodes and SDKs hold the same state and go from one to the next by the same code, so they cannot disagree.
public final class EnvironmentState {

  private final long revision;
  private final ObjectTable objects;
  private final EnvironmentDigest digest;
  private final EnvironmentSize size;
  private final FlagSnapshot snapshot;

  private EnvironmentState(
      long revision,
      ObjectTable objects,
      EnvironmentDigest digest,
      EnvironmentSize size,
      FlagSnapshot snapshot) {
    this.revision = revision;
    this.objects = objects;
    this.digest = digest;
    this.size = size;
    this.snapshot = snapshot;
  }

  /// A state and what compiling it found.
  ///
  /// @param compilation its problems, and the flags whose results may differ from those of the state before
  public record Applied(EnvironmentState state, Compilation compilation) {
    public Applied {
      requireNonNull(state, "state");
      requireNonNull(compilation, "compilation");
    }
  }

  /// Compiles the whole environment. No two objects have one name.
  public static Applied of(long revision, Collection<DefinitionObject> objects) {
    // The delta's constructor refuses a name that occurs twice.
    var everything = new EnvironmentDelta(List.copyOf(objects), List.of());
    ObjectTable table = ObjectTable.EMPTY.with(everything);
    Compilation compilation =
        FlagSnapshot.EMPTY.with(definitionsOf(everything), new StoredDefinitions(table));
    EnvironmentSize size = EnvironmentSize.NONE;
    for (DefinitionObject object : objects) {
      size = size.with(object);
    }
    return applied(revision, table, EnvironmentDigest.of(everything.puts()), size, compilation);
  }

  /// The state after `delta`. Compiles only what changes and what refers to it.
  public Applied apply(EnvironmentDelta delta, long nextRevision) {
    ObjectTable table = objects.with(delta);
    Compilation compilation = snapshot.with(definitionsOf(delta), new StoredDefinitions(table));
    EnvironmentDigest nextDigest = digest;
    EnvironmentSize nextSize = size;
    for (DefinitionObject put : delta.puts()) {
      DefinitionObject held = objects.find(put.name());
      nextDigest = without(nextDigest, held).xor(put.digest());
      nextSize = without(nextSize, held).with(put);
    }
    for (DefinitionName delete : delta.deletes()) {
      DefinitionObject held = objects.find(delete);
      nextDigest = without(nextDigest, held);
      nextSize = without(nextSize, held);
    }
    return applied(nextRevision, table, nextDigest, nextSize, compilation);
  }

  /// What turns this state's objects into these, each of which occurs once.
  public EnvironmentDelta changesTo(Collection<DefinitionObject> target) {
    Set<DefinitionName> kept = new HashSet<>();
    List<DefinitionObject> puts = new ArrayList<>();
    for (DefinitionObject object : target) {
      kept.add(object.name());
      if (!object.equals(objects.find(object.name()))) {
        puts.add(object);
      }
    }
    List<DefinitionName> deletes = new ArrayList<>();
    for (DefinitionObject object : objects) {
      if (!kept.contains(object.name())) {
        deletes.add(object.name());
      }
    }
    return new EnvironmentDelta(puts, deletes);
  }

  private static EnvironmentDigest without(
      EnvironmentDigest current, @Nullable DefinitionObject held) {
    return held == null ? current : current.xor(held.digest());
  }

  private static EnvironmentSize without(EnvironmentSize current, @Nullable DefinitionObject held) {
    return held == null ? current : current.without(held);
  }

  private static Applied applied(
      long revision,
      ObjectTable objects,
      EnvironmentDigest digest,
      EnvironmentSize size,
      Compilation compilation) {
    if (revision < 0) {
      throw new IllegalArgumentException("revision: " + revision + " (expected: 0 or more)");
    }
    var state = new EnvironmentState(revision, objects, digest, size, compilation.snapshot());
    return new Applied(state, compilation);
  }

  private static EnvironmentChange definitionsOf(EnvironmentDelta delta) {
    List<FlagDefinition> flags = new ArrayList<>();
    List<Targeting> targetings = new ArrayList<>();
    List<SegmentDefinition> segments = new ArrayList<>();
    for (DefinitionObject put : delta.puts()) {
      switch (put.kind()) {
        case FLAG -> flags.add(DefinitionCodec.decodeFlag(put));
        case TARGETING -> targetings.add(DefinitionCodec.decodeTargeting(put));
        case SEGMENT -> segments.add(DefinitionCodec.decodeSegment(put));
      }
    }
    return new EnvironmentChange(
        flags,
        targetings,
        segments,
        deleted(delta, DefinitionKind.FLAG),
        deleted(delta, DefinitionKind.TARGETING),
        deleted(delta, DefinitionKind.SEGMENT));
  }

  private static List<String> deleted(EnvironmentDelta delta, DefinitionKind kind) {
    return delta.deletes().stream()
        .filter(name -> name.kind() == kind)
        .map(DefinitionName::key)
        .toList();
  }

  /// The number of the log's last change that this state contains.
  public long revision() {
    return revision;
  }

  public EnvironmentDigest digest() {
    return digest;
  }

  public EnvironmentSize size() {
    return size;
  }

  public FlagSnapshot snapshot() {
    return snapshot;
  }

  /// All objects, in no particular order.
  public Collection<DefinitionObject> objects() {
    return objects;
  }

  /// The object that goes by this name, or null.
  public @Nullable DefinitionObject find(DefinitionName name) {
    return objects.find(name);
  }

  @Override
  public String toString() {
    return "revision " + revision + " (" + objects.size() + " objects, digest " + digest + ")";
  }
}
