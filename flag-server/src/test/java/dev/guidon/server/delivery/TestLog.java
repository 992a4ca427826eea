// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.codec.DefinitionKind;
import dev.guidon.codec.DefinitionName;
import dev.guidon.codec.DefinitionObject;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import dev.guidon.proto.definition.v1.Flag;
import dev.guidon.proto.definition.v1.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The log of one environment in memory, with all its revisions: what the database is to a node.
final class TestLog {

  private final UUID epoch;
  private final List<Revision> revisions = new ArrayList<>();
  private long seq;

  /// A revision and what led to it.
  record Revision(long previousRevision, EnvironmentState state, EnvironmentDelta delta) {
    long number() {
      return state.revision();
    }
  }

  TestLog() {
    this(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L));
  }

  TestLog(UUID epoch) {
    this.epoch = epoch;
    revisions.add(
        new Revision(0, EnvironmentState.of(0, List.of()).state(), EnvironmentDelta.EMPTY));
  }

  UUID epoch() {
    return epoch;
  }

  /// Another life of the log, from a backup that ends at this revision.
  TestLog restoredAt(long revision) {
    var restored =
        new TestLog(
            new UUID(epoch.getMostSignificantBits() + (1L << 16), epoch.getLeastSignificantBits()));
    restored.revisions.clear();
    revisions.stream().filter(known -> known.number() <= revision).forEach(restored.revisions::add);
    restored.seq = restored.head().number();
    return restored;
  }

  Revision head() {
    return revisions.getLast();
  }

  /// Something is committed that does not concern the environment.
  void skip(int count) {
    seq += count;
  }

  /// The flag's value becomes this text.
  Revision put(String key, String value) {
    Flag flag =
        Flag.newBuilder()
            .setType("boolean")
            .addVariations(Variation.newBuilder().setKey(value))
            .build();
    return commit(
        new EnvironmentDelta(
            List.of(DefinitionObject.of(DefinitionKind.FLAG, key, seq + 1, flag.toByteArray())),
            List.of()));
  }

  Revision delete(String key) {
    return commit(
        new EnvironmentDelta(List.of(), List.of(new DefinitionName(DefinitionKind.FLAG, key))));
  }

  private Revision commit(EnvironmentDelta delta) {
    Revision before = head();
    seq++;
    var next = new Revision(before.number(), before.state().apply(delta, seq).state(), delta);
    revisions.add(next);
    return next;
  }

  Optional<Revision> at(long number) {
    return revisions.stream().filter(revision -> revision.number() == number).findFirst();
  }

  /// The revisions after this one, in order.
  List<Revision> after(long number) {
    return revisions.stream().filter(revision -> revision.number() > number).toList();
  }

  /// As a node reads it from the database: all changes since a revision as one.
  Optional<Update> window(Held held, int mostRevisions) {
    Optional<EnvironmentDigest> digest =
        at(held.revision()).map(revision -> revision.state().digest());
    List<Revision> later = after(held.revision());
    if (!epoch.equals(held.epoch())
        || !digest.equals(Optional.of(held.digest()))
        || later.isEmpty()
        || later.size() > mostRevisions) {
      return Optional.empty();
    }
    EnvironmentDelta delta =
        later.stream().map(Revision::delta).reduce(EnvironmentDelta.EMPTY, EnvironmentDelta::then);
    EnvironmentState state = later.getLast().state();
    return Optional.of(Update.delta(held.revision(), state.revision(), state.digest(), delta));
  }

  EnvironmentFeed feed() {
    return feedAt(head());
  }

  EnvironmentFeed feedAt(Revision revision) {
    return new EnvironmentFeed(new UUID(0, 1), new UUID(0, 2), epoch, revision.state(), 0);
  }

  void publish(Revision revision, EnvironmentFeed feed, long now) {
    feed.publish(epoch, revision.previousRevision(), revision.state(), revision.delta(), now);
  }
}
