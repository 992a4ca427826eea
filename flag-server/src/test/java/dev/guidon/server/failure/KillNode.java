// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.nio.file.Path;
import java.time.Duration;

/// S5: a node is killed under many clients, which all come back to it at once, and it has little memory.
final class KillNode implements StreamFailure {

  @Override
  public void run(Path home, Options options) throws Exception {
    int clients = options.get("clients", 1_000);
    try (ServerProcess server = ServerProcess.start(home)) {
      Display display = Display.create(server.admin(), 1_000, 100);
      String key = display.sdkKey(server.admin(), "herd");
      try (Herd herd = Herd.of(clients, server.grpcPort(), key)) {
        System.out.println("before: " + ProcessFigures.of(server));

        long killed = System.nanoTime();
        server.handle().destroyForcibly();
        server.handle().onExit().join();
        server.restart();
        long ready = System.nanoTime();
        long pid = server.handle().pid();
        herd.await("connected again", member -> member.connectedAt > killed, Duration.ofMinutes(3));

        System.out.printf("server ready after %,d ms%n", (ready - killed) / 1_000_000);
        System.out.println(
            "back after the kill: " + herd.figures(member -> member.connectedAt - killed));
        System.out.println(
            "back after it was ready: "
                + herd.figures(member -> Math.max(0, member.connectedAt - ready)));
        System.out.println(
            "streams in the fullest second: "
                + Herd.fullestSecond(
                    herd.members().stream().map(member -> member.connectedAt).toList()));
        long revision = display.change(server.admin(), 0);
        System.out.println(
            "a change then: "
                + herd.awaitRevision(revision, System.nanoTime(), Duration.ofSeconds(30)));
        System.out.println("after: " + ProcessFigures.of(server));
        Sleep.seconds(options.get("watch", 30));
        if (!server.handle().isAlive() || server.handle().pid() != pid) {
          throw new IllegalStateException("the server did not stay up\n" + server.lastLines());
        }
        System.out.println("the server stayed up");
      }
    }
  }
}
