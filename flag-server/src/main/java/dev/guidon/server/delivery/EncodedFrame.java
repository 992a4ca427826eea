// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The bytes of one message on their way to the transport, most of them shared with other streams.
///
/// The transport takes them all at once by {@link #drainTo}, so they are copied once: into its own buffer.
final class EncodedFrame extends InputStream implements Drainable, KnownLength {

  private final byte[][] parts;
  private int part;
  private int position;

  EncodedFrame(byte[]... parts) {
    this.parts = parts;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    int drained = 0;
    while (hasMore()) {
      int length = parts[part].length - position;
      target.write(parts[part], position, length);
      position += length;
      drained += length;
    }
    return drained;
  }

  @Override
  public int read() {
    return hasMore() ? parts[part][position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, parts[part].length - position);
    System.arraycopy(parts[part], position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    int remaining = -position;
    for (int i = part; i < parts.length; i++) {
      remaining += parts[i].length;
    }
    return remaining;
  }

  private boolean hasMore() {
    while (part < parts.length && position == parts[part].length) {
      part++;
      position = 0;
    }
    return part < parts.length;
  }
}
