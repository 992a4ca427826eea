// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import com.google.protobuf.ByteString;
import dev.guidon.codec.EnvironmentCodec;
import dev.guidon.codec.EnvironmentDelta;
import dev.guidon.codec.EnvironmentDigest;
import dev.guidon.codec.EnvironmentState;
import java.util.List;

/// The frames that bring a client to a revision, all or nothing, and the digest it then has.
///
/// @param size the bytes that the frames share
record Update(long revision, EnvironmentDigest digest, List<Frame> frames, long size) {

  Update {
    frames = List.copyOf(frames);
  }

  /// The whole state.
  static Update snapshot(EnvironmentState state) {
    ByteString bytes = EnvironmentCodec.encodeSnapshot(state.objects());
    return of(
        state.revision(), state.digest(), Frame.snapshot(state.revision(), state.digest(), bytes));
  }

  /// What leads from one revision to another.
  static Update delta(
      long previousRevision, long revision, EnvironmentDigest digest, EnvironmentDelta delta) {
    ByteString bytes = EnvironmentCodec.encodeDelta(delta);
    return of(revision, digest, Frame.delta(previousRevision, revision, digest, bytes));
  }

  private static Update of(long revision, EnvironmentDigest digest, List<Frame> frames) {
    return new Update(revision, digest, frames, frames.stream().mapToLong(Frame::size).sum());
  }
}
