// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import static java.util.Objects.requireNonNull;

import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;

/// How frames get to the server and back. A simulator stands in for it in tests.
///
/// Listeners are called on the thread of the {@link SyncSession}, never from within a call to the transport.
public interface Transport {

  /// Opens a stream that the server keeps open.
  Link watch(Subscribe subscribe, Listener listener);

  /// Asks once; the server answers with frames and ends the stream.
  Link fetch(Subscribe subscribe, Listener listener);

  /// What the client may do with a stream.
  interface Link {

    void send(WatchRequest frame);

    /// Says that the client sends no more, and gives the server a moment to read what it sent last. Not for a fetch: what it
    /// asks is all that it says.
    void finish();

    void cancel();
  }

  /// Gets what the server sends.
  interface Listener {

    void onFrame(ServerFrame frame);

    /// The stream is over; called once, and nothing after it.
    void onEnd(StreamEnd end);
  }

  /// Why a stream is over.
  ///
  /// @param retryAfterMillis the least wait that the server asked for; 0 when it did not
  /// @param message for people
  record StreamEnd(Cause cause, long retryAfterMillis, String message) {

    /// What the client can do about it.
    public enum Cause {
      /// The stream ended as streams do.
      COMPLETED,
      /// Nothing but try again.
      UNAVAILABLE,
      /// The server refuses the key: try again, but rarely.
      UNAUTHORIZED
    }

    public StreamEnd {
      requireNonNull(cause, "cause");
      requireNonNull(message, "message");
    }
  }
}
