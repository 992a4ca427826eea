// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.delivery;

import java.util.UUID;

/// The order of the log's epochs: UUIDv7, compared as unsigned bytes ({@link UUID#compareTo} is signed).
final class Epochs {

  private Epochs() {}

  static int compare(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }
}
