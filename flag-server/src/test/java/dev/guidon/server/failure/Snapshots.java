// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// S8: many clients ask for a large snapshot at the same moment, and come back as they are told.
final class Snapshots implements StreamFailure {

  private static final int STREAMS_PER_CONNECTION = 20;
  private static final int BYTES_PER_FLAG = 8 * 1024;

  @Override
  public void run(Path home, Options options) throws Exception {
    int count = options.get("streams", 1_000);
    try (ServerProcess server = ServerProcess.start(home)) {
      Display display = Display.create(server.admin(), 128, BYTES_PER_FLAG);
      String key = display.sdkKey(server.admin(), "herd");
      List<ManagedChannel> channels = new ArrayList<>();
      for (int i = 0; i < count; i += STREAMS_PER_CONNECTION) {
        channels.add(LightStream.channel(server.grpcPort()));
      }

      long start = System.nanoTime();
      LightStream[] streams = new LightStream[count];
      for (int i = 0; i < count; i++) {
        streams[i] = new LightStream(channels.get(i % channels.size()), key);
      }
      int refused = 0;
      List<Long> done = new ArrayList<>();
      boolean[] counted = new boolean[count];
      while (done.size() < count) {
        for (int i = 0; i < count; i++) {
          LightStream stream = streams[i];
          if (!counted[i] && stream.revision > 0) {
            counted[i] = true;
            done.add(stream.revisionAt - start);
          } else if (stream.isDueAgain()) {
            refused++;
            if (stream.ended.getCode() != Status.Code.UNAVAILABLE) {
              throw new IllegalStateException("ended: " + stream.ended);
            }
            streams[i] = new LightStream(channels.get(i % channels.size()), key);
          }
        }
        Sleep.millis(2);
      }

      System.out.printf(
          "%,d snapshots of %,d bytes: %s; sent away and back again %,d times%n",
          count, streams[0].bytes, Figures.ofNanos(done), refused);
      System.out.println(ProcessFigures.of(server));
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
