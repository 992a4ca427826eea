// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.failure;

import java.util.ArrayList;
import java.util.List;

/// What all writers asked for and were told, in the order in which they were told it.
final class History {

  private final List<Operation> operations = new ArrayList<>();
  private int acknowledged;
  private long newestAcknowledgedStart = Long.MIN_VALUE;
  private long newestRefusal = Long.MIN_VALUE;

  synchronized void add(Operation operation) {
    operations.add(operation);
    if (operation.isAcknowledged()) {
      acknowledged++;
      newestAcknowledgedStart = Math.max(newestAcknowledgedStart, operation.startNanos());
    } else {
      newestRefusal = Math.max(newestRefusal, operation.endNanos());
    }
  }

  synchronized List<Operation> all() {
    return List.copyOf(operations);
  }

  /// The operations from this place on.
  synchronized List<Operation> from(int index) {
    return List.copyOf(operations.subList(index, operations.size()));
  }

  synchronized int size() {
    return operations.size();
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  /// Whether something that was asked for after this moment has been acknowledged.
  synchronized boolean isAcknowledgedSince(long nanos) {
    return newestAcknowledgedStart > nanos;
  }

  /// Whether something was not acknowledged after this moment.
  synchronized boolean isRefusedSince(long nanos) {
    return newestRefusal > nanos;
  }
}
