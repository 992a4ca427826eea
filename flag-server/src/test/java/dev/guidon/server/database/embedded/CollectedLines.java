// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A listener that keeps what it is told.
final class CollectedLines implements PostgresListener {
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private final List<String> serverLog = new CopyOnWriteArrayList<>();

  @Override
  public void progress(String line) {
    progress.add(line);
  }

  @Override
  public void serverLog(String line) {
    serverLog.add(line);
  }

  List<String> progress() {
    return progress;
  }

  List<String> serverLog() {
    return serverLog;
  }
}
