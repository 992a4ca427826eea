// SPDX-License-Identifier: Apache-2.0
package dev.guidon.sdk.internal.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A count that many threads add to, and that one of them, its owner, adds to without an atomic instruction.
///
/// An atomic addition costs as much as evaluating a flag. Most counters are only ever touched by one thread, or by one far more
/// than by others; the first to come owns the counter until it ends, the others share a {@link LongAdder}. No count is lost
/// either way, because what the owner adds nobody else writes.
final class UsageCounter {

  private static final VarHandle OWNER;
  private static final VarHandle OWNED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(UsageCounter.class, "owner", Thread.class);
      OWNED = lookup.findVarHandle(UsageCounter.class, "owned", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LongAdder others = new LongAdder();
  private volatile @Nullable Thread owner;
  private long owned;

  /// The sum that was taken last; of the thread that takes it.
  private long taken;

  // HOT PATH: allocates nothing. Held by ClientAllocationTest.
  @SuppressWarnings("ReferenceEquality") // threads have no other
  void increment() {
    Thread current = Thread.currentThread();
    if (owner == current) {
      // Opaque: seen by the reporting thread in time, and whole.
      OWNED.setOpaque(this, owned + 1);
    } else if (owner == null && OWNER.compareAndSet(this, null, current)) {
      OWNED.setOpaque(this, owned + 1);
    } else {
      others.increment();
    }
  }

  /// What was added since the last call. To be called by one thread at a time.
  long take() {
    releaseOfEndedThread();
    long sum = (long) OWNED.getOpaque(this) + others.sum();
    long added = sum - taken;
    taken = sum;
    return added;
  }

  /// The thread's last addition happened before it was found dead here, and so before the next owner's first.
  private void releaseOfEndedThread() {
    Thread current = owner;
    if (current != null && !current.isAlive()) {
      owner = null;
    }
  }
}
