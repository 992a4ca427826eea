// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.proto.sync.v1.ServerFrame;
import dev.guidon.proto.sync.v1.WatchResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection in memory that takes so many frames before it is full.
final class TestTransport implements Outbox {

  private final Deque<ServerFrame> underWay = new ArrayDeque<>();
  private int room = Integer.MAX_VALUE;
  private @Nullable Ending ending;

  /// How many more frames it takes.
  void room(int frames) {
    room = frames;
  }

  @Override
  public boolean isReady() {
    return room > 0 && ending == null;
  }

  @Override
  public void send(Frame frame) {
    if (ending != null || room == 0) {
      throw new IllegalStateException("nothing is taken now");
    }
    room--;
    try {
      underWay.add(WatchResponse.parseFrom(frame.encode(0)).getFrame());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(Ending last) {
    if (ending != null) {
      throw new IllegalStateException("ended twice");
    }
    ending = last;
  }

  @Nullable Ending ending() {
    return ending;
  }

  @Nullable ServerFrame take() {
    return underWay.poll();
  }

  /// All that is under way, in order.
  List<ServerFrame> takeAll() {
    List<ServerFrame> all = new ArrayList<>(underWay);
    underWay.clear();
    return all;
  }
}
