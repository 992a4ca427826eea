// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.evaluation.DefinitionProblem;
import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.ConnectionState;
import dev.guidon.sdk.DataSource;
import dev.guidon.sdk.FlagChange;
import dev.guidon.sdk.FlagChangeListener;
import dev.guidon.sdk.StatusListener;
import dev.guidon.sdk.Subscription;
import dev.guidon.sdk.internal.sync.ClientIdentity;
import dev.guidon.sdk.internal.sync.HeldState;
import dev.guidon.sdk.internal.sync.SnapshotCache;
import dev.guidon.sdk.internal.sync.SnapshotFile;
import dev.guidon.sdk.internal.sync.SyncDriver;
import dev.guidon.sdk.internal.sync.SyncListener;
import dev.guidon.sdk.internal.sync.SyncLoops;
import dev.guidon.sdk.internal.sync.SyncStatus;
import dev.guidon.sdk.internal.sync.Ticker;
import dev.guidon.sdk.internal.usage.GrpcUsageSender;
import dev.guidon.sdk.internal.usage.UsageCounters;
import dev.guidon.sdk.internal.usage.UsageReporter;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that follows a server.
///
/// Besides the thread that it shares with other clients ({@link SyncLoops}), it has two daemon threads at most: one writes the
/// cache and reports usage, one calls listeners.
public final class FollowingClient extends SnapshotClient {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_FRAME_SIZE = 1024 * 1024;
  private static final Duration REPORT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration LAST_REPORT_PATIENCE = Duration.ofSeconds(1);
  private static final int PROBLEMS_LOGGED = 20;

  /// Where there are changes all the time, the copy on disk is this much behind and costs a file a second.
  private static final Duration CACHE_PAUSE = Duration.ofSeconds(1);

  private final Ticker ticker = Ticker.SYSTEM;
  private final Duration staleAfter;
  private final ManagedChannel channel;
  private final SyncDriver sync;
  private final ScheduledThreadPoolExecutor background;
  private final ThreadPoolExecutor eventThread;
  private final ClientEvents events;
  private final UsageReporter usageReporter;
  private final @Nullable SnapshotCache cache;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile SyncStatus syncStatus;

  public FollowingClient(ClientSettings settings) {
    this(settings, new UsageCounters());
  }

  private FollowingClient(ClientSettings settings, UsageCounters usage) {
    super(usage, settings.clock());
    staleAfter = settings.timing().staleAfter();
    background = new ScheduledThreadPoolExecutor(1, daemon("guidon-background"));
    background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    background.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    eventThread =
        new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon("guidon-events"));
    eventThread.allowCoreThreadTimeOut(true);
    events = new ClientEvents(eventThread);
    cache = cacheOf(settings, background);
    HeldState restored = restore(settings, cache);
    syncStatus = SyncStatus.before(restored);
    if (restored != null) {
      Set<String> allFlags = restored.state().snapshot().flagKeys();
      serve(restored.state().snapshot(), restored.revision(), allFlags);
    }

    var identity = ClientIdentity.random();
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + settings.sdkKey());
    ChannelCredentials credentials = Credentials.of(settings, background);
    EventLoop loop = SyncLoops.acquire();
    channel = channelTo(settings.address(), credentials, loop);
    sync =
        new SyncDriver(channel, loop, headers, ticker, settings.timing(), identity, new Follower());
    usageReporter =
        new UsageReporter(usage, new GrpcUsageSender(channel, headers), identity, ticker);
    long usageMillis = settings.usageInterval().toMillis();
    var unused =
        background.scheduleWithFixedDelay(
            () -> reportUsage(REPORT_PATIENCE), usageMillis, usageMillis, TimeUnit.MILLISECONDS);
    sync.start(restored);
  }

  private static @Nullable SnapshotCache cacheOf(
      ClientSettings settings, ScheduledThreadPoolExecutor background) {
    Path directory = settings.cacheDirectory();
    if (directory == null) {
      return null;
    }
    var file = new SnapshotFile(directory.resolve(nameOf(settings.sdkKey()) + ".snapshot"));
    return new SnapshotCache(
        file,
        write -> {
          var unused = background.schedule(write, CACHE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /// Programs that use several keys may share a directory; the key itself is nobody's business there.
  private static String nameOf(String sdkKey) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(sdkKey.getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static @Nullable HeldState restore(
      ClientSettings settings, @Nullable SnapshotCache cache) {
    HeldState cached = cache == null ? null : cache.read();
    Path bootstrapFile = settings.bootstrapFile();
    if (cached != null || bootstrapFile == null) {
      return cached;
    }
    return new SnapshotCache(new SnapshotFile(bootstrapFile), Runnable::run).read();
  }

  private static ManagedChannel channelTo(
      String address, ChannelCredentials credentials, EventLoop loop) {
    return NettyChannelBuilder.forTarget(address, credentials)
        .eventLoopGroup(loop)
        .channelType(NioSocketChannel.class)
        .userAgent("guidon-java")
        .keepAliveTime(20, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .keepAliveWithoutCalls(false)
        .maxInboundMessageSize(MAX_FRAME_SIZE)
        .disableRetry()
        .build();
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private void reportUsage(Duration patience) {
    try {
      usageReporter.report(patience);
    } catch (Throwable e) {
      // Thrown on, it would end all reporting.
      log.error("usage could not be reported", e);
    }
  }

  @Override
  public boolean awaitReady(Duration timeout) {
    try {
      ready.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return syncStatus.synced() && !closed.get();
  }

  @Override
  public ClientStatus status() {
    return clientStatus(syncStatus);
  }

  private ClientStatus clientStatus(SyncStatus now) {
    Duration age =
        now.synced()
            ? Duration.ofMillis(now.ageMillis() + ticker.millis() - now.confirmedAtMillis())
            : null;
    boolean stale =
        now.source() != DataSource.NONE && (age == null || age.compareTo(staleAfter) > 0);
    return new ClientStatus(
        now.synced(),
        now.revision(),
        age,
        now.source(),
        stale,
        closed.get() ? ConnectionState.CLOSED : now.connection(),
        now.lastError());
  }

  @Override
  public Subscription onFlagChange(FlagChangeListener listener) {
    return events.onFlagChange(listener);
  }

  @Override
  public Subscription onStatusChange(StatusListener listener) {
    return events.onStatusChange(listener);
  }

  /// The last report goes out while the connection is still there; what is to be written is written.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ready.countDown();
    sync.close();
    if (cache != null) {
      background.execute(cache::flush);
    }
    background.execute(() -> reportUsage(LAST_REPORT_PATIENCE));
    background.shutdown();
    eventThread.shutdown();
    try {
      if (!background.awaitTermination(2, TimeUnit.SECONDS)) {
        background.shutdownNow();
      }
    } catch (InterruptedException e) {
      background.shutdownNow();
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
    SyncLoops.release();
  }

  /// What following the environment brings.
  private final class Follower implements SyncListener {

    private final ProblemsReported problemsReported = new ProblemsReported();

    @Override
    public void onState(
        HeldState held, Set<String> affectedFlags, List<DefinitionProblem> problems) {
      serve(held.state().snapshot(), held.revision(), affectedFlags);
      logNew(problems);
      if (cache != null) {
        cache.keep(held);
      }
      events.flagsChanged(new FlagChange(affectedFlags, held.revision()));
    }

    private void logNew(List<DefinitionProblem> problems) {
      problemsReported.newAmong(problems).stream()
          .limit(PROBLEMS_LOGGED)
          .forEach(problem ->
              log.warn(
                  "{} {} is malformed at {}: {}",
                  problem.kind(),
                  problem.key(),
                  problem.pointer(),
                  problem.message()));
    }

    @Override
    public void onStatus(SyncStatus status) {
      boolean tell = status.differsInKind(syncStatus);
      syncStatus = status;
      if (status.synced()) {
        ready.countDown();
      }
      if (tell) {
        events.statusChanged(clientStatus(status));
      }
    }
  }
}
