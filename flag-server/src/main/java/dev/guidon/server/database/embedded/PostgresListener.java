// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

/// Hears what the embedded PostgreSQL is doing.
///
/// Called from several threads; must not block for long, because PostgreSQL waits when nobody reads what it writes.
public interface PostgresListener {

  /// Hears nothing.
  PostgresListener NONE =
      new PostgresListener() {
        @Override
        public void progress(String line) {}

        @Override
        public void serverLog(String line) {}
      };

  /// A step that may take seconds or minutes has begun or goes on; `line` is for the person who waits.
  void progress(String line);

  /// PostgreSQL wrote a line to its log.
  void serverLog(String line);
}
