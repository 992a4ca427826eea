// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.GuidonClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// Many clients of one environment, each with a connection of its own, and when each of them did what.
final class Herd implements AutoCloseable {

  private final List<Member> members;

  private Herd(List<Member> members) {
    this.members = members;
  }

  /// Makes clients of the server at this port and waits until all are ready.
  static Herd of(int count, int port, String sdkKey) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new Member(port, sdkKey));
    }
    var herd = new Herd(members);
    herd.await("ready", member -> member.client.status().ready(), Duration.ofMinutes(2));
    return herd;
  }

  List<Member> members() {
    return members;
  }

  int size() {
    return members.size();
  }

  /// Waits until each serves this revision or a later one, and says how long after an instant each did.
  Figures awaitRevision(long revision, long since, Duration most) {
    await("at revision " + revision, member -> member.servedRevision >= revision, most);
    return figures(member -> Math.max(0, member.servedAt - since));
  }

  /// Waits until this is so for each of them.
  void await(String what, Predicate<Member> condition, Duration most) {
    long until = System.nanoTime() + most.toNanos();
    for (Member member : members) {
      while (!condition.test(member)) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException(
              members.stream().filter(condition.negate()).count()
                  + " of "
                  + members.size()
                  + " clients are not "
                  + what
                  + " after "
                  + most
                  + ", one of them: "
                  + member.client.status());
        }
        Sleep.millis(1);
      }
    }
  }

  Figures figures(Function<Member, Long> nanos) {
    return Figures.ofNanos(members.stream().map(nanos).toList());
  }

  @Override
  public void close() {
    // Each waits for its threads to end.
    members.parallelStream().forEach(member -> member.client.close());
  }

  /// One of the clients. Times are of {@link System#nanoTime}.
  static final class Member {

    final GuidonClient client;

    /// Which revision it serves, and since when.
    volatile long servedRevision;

    volatile long servedAt;

    /// Whether it ever went back to an older revision.
    volatile boolean wentBack;

    /// When it was connected last, and when it lost its connection.
    volatile long connectedAt;

    volatile long lostAt;

    /// When its flags became stale last.
    volatile long staleAt;

    private Member(int port, String sdkKey) {
      client =
          GuidonClient.builder()
              .address("127.0.0.1:" + port)
              .plaintext()
              .sdkKey(sdkKey)
              .usageInterval(Duration.ofDays(1))
              .build();
      client.onFlagChange(change -> {
        servedAt = System.nanoTime();
        if (change.revision() < servedRevision) {
          wentBack = true;
        }
        servedRevision = change.revision();
      });
      client.onStatusChange(this::note);
    }

    // The client calls its listeners one after the other.
    private void note(ClientStatus status) {
      long now = System.nanoTime();
      if (status.connection() == ConnectionState.CONNECTED) {
        connectedAt = now;
      } else {
        lostAt = now;
      }
      if (status.stale()) {
        staleAt = now;
      }
    }
  }

  /// How many of these instants fall into the fullest second.
  static long fullestSecond(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    long most = 0;
    int from = 0;
    for (int to = 0; to < sorted.size(); to++) {
      while (sorted.get(to) - sorted.get(from) >= TimeUnit.SECONDS.toNanos(1)) {
        from++;
      }
      most = Math.max(most, to - from + 1L);
    }
    return most;
  }
}
