// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.sync;

import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.Subscribe;
import dev.guidon.proto.sync.v1.WatchRequest;
import java.util.ArrayList;
import java.util.List;

/// A transport whose other end is the test.
final class FakeTransport implements Transport {

  final List<Opened> streams = new ArrayList<>();
  final List<Opened> fetches = new ArrayList<>();

  /// What the session opened, and what became of it.
  static final class Opened implements Link {
    final Subscribe subscribe;
    final List<WatchRequest> sent = new ArrayList<>();
    boolean finished;
    boolean cancelled;
    private final boolean isFetch;
    private final Listener listener;

    private Opened(Subscribe subscribe, boolean isFetch, Listener listener) {
      this.subscribe = subscribe;
      this.isFetch = isFetch;
      this.listener = listener;
    }

    void frame(ServerFrame frame) {
      listener.onFrame(frame);
    }

    void frames(List<ServerFrame> frames) {
      frames.forEach(this::frame);
    }

    void end(StreamEnd.Cause cause) {
      listener.onEnd(new StreamEnd(cause, 0, cause.name()));
    }

    void endAskingForPatience(long retryAfterMillis) {
      listener.onEnd(new StreamEnd(StreamEnd.Cause.UNAVAILABLE, retryAfterMillis, "busy"));
    }

    @Override
    public void send(WatchRequest frame) {
      sent.add(frame);
    }

    @Override
    public void finish() {
      if (isFetch) {
        throw new IllegalStateException("a fetch says no more after what it asks");
      }
      finished = true;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  Opened stream() {
    return streams.get(streams.size() - 1);
  }

  @Override
  public Link watch(Subscribe subscribe, Listener listener) {
    var opened = new Opened(subscribe, false, listener);
    streams.add(opened);
    return opened;
  }

  @Override
  public Link fetch(Subscribe subscribe, Listener listener) {
    var opened = new Opened(subscribe, true, listener);
    fetches.add(opened);
    return opened;
  }
}
