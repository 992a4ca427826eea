// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal;

import static java.util.Objects.requireNonNull;

import dev.guidon.sdk.ClientStatus;
import dev.guidon.sdk.FlagChange;
import dev.guidon.sdk.FlagChangeListener;
import dev.guidon.sdk.StatusListener;
import dev.guidon.sdk.Subscription;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners what happened, one after the other.
///
/// What happens while they are busy is merged, so at most one change and one status wait, however slow they are.
public final class ClientEvents {

  private static final Logger log = LoggerFactory.getLogger("dev.guidon.sdk");

  private final List<Registration<FlagChangeListener>> flagListeners = new CopyOnWriteArrayList<>();
  private final List<Registration<StatusListener>> statusListeners = new CopyOnWriteArrayList<>();
  private final Executor executor;
  private final Object lock = new Object();

  private @Nullable FlagChange waitingChange;
  private @Nullable ClientStatus waitingStatus;
  private boolean running;

  /// @param executor runs one task at a time
  public ClientEvents(Executor executor) {
    this.executor = requireNonNull(executor, "executor");
  }

  /// One listener may be registered twice, and each registration ended by itself.
  private record Registration<L>(L listener, Object identity) {}

  public Subscription onFlagChange(FlagChangeListener listener) {
    return register(flagListeners, listener);
  }

  public Subscription onStatusChange(StatusListener listener) {
    return register(statusListeners, listener);
  }

  private static <L> Subscription register(List<Registration<L>> registrations, L listener) {
    var registration = new Registration<>(requireNonNull(listener, "listener"), new Object());
    registrations.add(registration);
    return () -> registrations.remove(registration);
  }

  public void flagsChanged(FlagChange change) {
    if (flagListeners.isEmpty() || change.flagKeys().isEmpty()) {
      return;
    }
    synchronized (lock) {
      waitingChange = merged(waitingChange, change);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::tellAll);
  }

  public void statusChanged(ClientStatus status) {
    if (statusListeners.isEmpty()) {
      return;
    }
    synchronized (lock) {
      waitingStatus = status;
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::tellAll);
  }

  private static FlagChange merged(@Nullable FlagChange earlier, FlagChange later) {
    if (earlier == null) {
      return later;
    }
    Set<String> keys = new HashSet<>(earlier.flagKeys());
    keys.addAll(later.flagKeys());
    return new FlagChange(keys, later.revision());
  }

  private void tellAll() {
    while (true) {
      FlagChange change;
      ClientStatus status;
      synchronized (lock) {
        change = waitingChange;
        status = waitingStatus;
        waitingChange = null;
        waitingStatus = null;
        if (change == null && status == null) {
          running = false;
          return;
        }
      }
      if (status != null) {
        tell(statusListeners, listener -> listener.onStatusChange(status));
      }
      if (change != null) {
        tell(flagListeners, listener -> listener.onFlagChange(change));
      }
    }
  }

  private static <L> void tell(List<Registration<L>> registrations, Consumer<L> call) {
    for (Registration<L> registration : registrations) {
      try {
        call.accept(registration.listener());
      } catch (Throwable e) {
        // An Error, too (an assertion, a class that is missing): this is others' code, and whoever
        // listens after it is called all the same.
        log.error("a listener failed", e);
      }
    }
  }
}
