// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import dev.guidon.proto.sync.v1.FlagSyncServiceGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;

/// Runs what happens to a call of Watch: its beginning where it may wait, for a key or an environment that must come from
/// the database, and all that follows on the thread that hears of it.
///
/// What follows only leaves a mark ({@link WatchCall}). A thread for each ack would cost more than the ack, at the moment
/// when thousands of streams are being sent a change.
final class WatchCallExecutor implements Executor {

  private final Executor beginnings;
  private volatile boolean hasBegun;

  private WatchCallExecutor(Executor beginnings) {
    this.beginnings = beginnings;
  }

  /// @param others runs the beginnings, and all of other calls
  static ServerCallExecutorSupplier onlyForWatch(Executor others) {
    String watch = FlagSyncServiceGrpc.getWatchMethod().getFullMethodName();
    return new ServerCallExecutorSupplier() {
      @Override
      public <Q, R> Executor getExecutor(ServerCall<Q, R> call, Metadata metadata) {
        return call.getMethodDescriptor().getFullMethodName().equals(watch)
            ? new WatchCallExecutor(others)
            : others;
      }
    };
  }

  @Override
  public void execute(Runnable task) {
    if (hasBegun) {
      task.run();
      return;
    }
    beginnings.execute(() -> {
      task.run();
      hasBegun = true;
    });
  }
}
