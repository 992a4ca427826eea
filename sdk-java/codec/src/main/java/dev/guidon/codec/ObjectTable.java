// SPDX-License-Identifier: Apache-2.0
package dev.guidon.codec;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An immutable hash table of objects by name, whose successor shares all that did not change.
///
/// A change copies the outer array (four bytes for every eight objects) and the buckets it touches. A copied `HashMap`
/// would take milliseconds at 20,000 flags, for each change, under the one lock that all changes take.
final class ObjectTable extends AbstractCollection<DefinitionObject> {

  private static final DefinitionObject[] NONE = {};
  private static final int OBJECTS_PER_BUCKET = 8;

  static final ObjectTable EMPTY = new ObjectTable(new DefinitionObject[][] {NONE}, 0);

  /// The number of buckets is a power of two.
  private final DefinitionObject[][] buckets;

  private final int size;

  private ObjectTable(DefinitionObject[][] buckets, int size) {
    this.buckets = buckets;
    this.size = size;
  }

  @Nullable DefinitionObject find(DefinitionName name) {
    DefinitionObject[] bucket = buckets[bucketOf(name, buckets.length)];
    int index = indexOf(name, bucket);
    return index < 0 ? null : bucket[index];
  }

  ObjectTable with(EnvironmentDelta delta) {
    return with(delta.puts(), delta.deletes());
  }

  ObjectTable with(List<DefinitionObject> puts, List<DefinitionName> deletes) {
    DefinitionObject[][] next = roomFor(size + puts.size());
    int nextSize = size;
    for (DefinitionObject put : puts) {
      nextSize += put(next, put);
    }
    for (DefinitionName delete : deletes) {
      nextSize -= delete(next, delete);
    }
    return new ObjectTable(next, nextSize);
  }

  /// A copy of the outer array, spread over more buckets when `count` objects would crowd it.
  private DefinitionObject[][] roomFor(int count) {
    if (count <= buckets.length * OBJECTS_PER_BUCKET) {
      return buckets.clone();
    }
    var next = new DefinitionObject[Integer.highestOneBit(count / OBJECTS_PER_BUCKET) * 2][];
    Arrays.fill(next, NONE);
    for (DefinitionObject object : this) {
      put(next, object);
    }
    return next;
  }

  private static int put(DefinitionObject[][] buckets, DefinitionObject object) {
    int at = bucketOf(object.name(), buckets.length);
    DefinitionObject[] bucket = buckets[at];
    int index = indexOf(object.name(), bucket);
    if (index >= 0) {
      buckets[at] = bucket.clone();
      buckets[at][index] = object;
      return 0;
    }
    buckets[at] = Arrays.copyOf(bucket, bucket.length + 1);
    buckets[at][bucket.length] = object;
    return 1;
  }

  private static int delete(DefinitionObject[][] buckets, DefinitionName name) {
    int at = bucketOf(name, buckets.length);
    DefinitionObject[] bucket = buckets[at];
    int index = indexOf(name, bucket);
    if (index < 0) {
      return 0;
    }
    DefinitionObject[] shorter = Arrays.copyOf(bucket, bucket.length - 1);
    if (index < shorter.length) {
      shorter[index] = bucket[bucket.length - 1];
    }
    buckets[at] = shorter;
    return 1;
  }

  private static int bucketOf(DefinitionName name, int bucketCount) {
    int hash = name.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (bucketCount - 1);
  }

  private static int indexOf(DefinitionName name, DefinitionObject[] bucket) {
    for (int i = 0; i < bucket.length; i++) {
      if (bucket[i].name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<DefinitionObject> iterator() {
    return new Iterator<>() {
      private int bucket;
      private int index;

      @Override
      public boolean hasNext() {
        while (bucket < buckets.length && index == buckets[bucket].length) {
          bucket++;
          index = 0;
        }
        return bucket < buckets.length;
      }

      @Override
      public DefinitionObject next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return buckets[bucket][index++];
      }
    };
  }
}
