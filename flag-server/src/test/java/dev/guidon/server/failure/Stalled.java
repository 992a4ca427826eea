// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// S6: a few of many clients stop reading while there are changes all the time.
final class Stalled implements StreamFailure {

  private static final int STREAMS_PER_CONNECTION = 90;

  @Override
  public void run(Path home, Options options) throws Exception {
    int count = options.get("streams", 1_000);
    int stalledCount = options.get("stalled", 10);
    int perSecond = options.get("changes-per-second", 50);
    Duration phase = Duration.ofSeconds(options.get("seconds", 60));
    try (ServerProcess server =
        ServerProcess.start(home, "--guidon.grpc.new-streams-per-second=100000")) {
      Display display = Display.create(server.admin(), 100, 100);
      String key = display.sdkKey(server.admin(), "herd");
      var changes = new SteadyChanges(server, display, perSecond);
      List<ManagedChannel> channels = new ArrayList<>();
      List<LightStream> reading = new ArrayList<>();
      for (int i = 0; i < count - stalledCount; i++) {
        if (i % STREAMS_PER_CONNECTION == 0) {
          channels.add(LightStream.channel(server.grpcPort()));
        }
        reading.add(new LightStream(channels.getLast(), key));
      }
      List<LightStream> stalling = new ArrayList<>();
      for (int i = 0; i < stalledCount; i++) {
        // With little room, so that it is soon full.
        channels.add(LightStream.channelWithLittleRoom(server.grpcPort()));
        stalling.add(new LightStream(channels.getLast(), key));
      }
      awaitSnapshots(reading);
      awaitSnapshots(stalling);
      changes.run(Duration.ofSeconds(10)); // to warm up

      reading.forEach(LightStream::forgetArrivals);
      Map<Long, Long> answered = changes.run(phase);
      System.out.println("all read: " + delays(reading, answered));
      System.out.println("  " + ProcessFigures.of(server));

      long stalledSince = System.nanoTime();
      stalling.forEach(LightStream::stopReading);
      reading.forEach(LightStream::forgetArrivals);
      answered = changes.run(Duration.ofSeconds(45));
      System.out.println(stalledCount + " do not read: " + delays(reading, answered));
      System.out.println("  " + ProcessFigures.of(server));

      // They do not hear of their end themselves, because they do not read.
      while (display.connectedSdks(server.admin()) > reading.size()) {
        if (System.nanoTime() - stalledSince > Duration.ofMinutes(3).toNanos()) {
          throw new IllegalStateException("a client that does not read is still there");
        }
        changes.run(Duration.ofSeconds(1));
      }
      System.out.printf(
          "the last of them was left %,d ms after they stopped%n",
          (System.nanoTime() - stalledSince) / 1_000_000);
      changes.run(phase);
      System.out.println("afterwards:\n  " + ProcessFigures.of(server));
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static void awaitSnapshots(List<LightStream> streams) {
    for (LightStream stream : streams) {
      while (stream.revision == 0) {
        if (stream.ended != null) {
          throw new IllegalStateException("ended: " + stream.ended);
        }
        Sleep.millis(1);
      }
    }
  }

  private static Figures delays(List<LightStream> streams, Map<Long, Long> answered) {
    List<Long> delays = new ArrayList<>();
    for (LightStream stream : streams) {
      NavigableMap<Long, Long> arrivals = stream.arrivals();
      answered.forEach((revision, at) -> {
        // Who got several changes as one got all of them with the last.
        var arrival = arrivals.ceilingEntry(revision);
        if (arrival != null) {
          delays.add(Math.max(0, arrival.getValue() - at));
        }
      });
    }
    return Figures.ofNanos(delays);
  }
}
