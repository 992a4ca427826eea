// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.usage;

/// Which reports of one SDK instance were taken in: the newest number, and the 63 below it one by one.
///
/// Reports are repeated when an answer was lost, and may overtake each other on their way through different nodes; one
/// that is further behind counts as seen. 0 stands for "none": reports are numbered from 1.
///
/// @param newest the highest number seen
/// @param mask bit n is set when `newest - n` was seen
record SeenReports(long newest, long mask) {

  static final SeenReports NONE = new SeenReports(0, 0);

  boolean contains(long report) {
    if (report > newest) {
      return false;
    }
    long behind = newest - report;
    return behind >= Long.SIZE || (mask & (1L << behind)) != 0;
  }

  SeenReports with(long report) {
    if (report > newest) {
      long ahead = report - newest;
      return new SeenReports(report, ahead >= Long.SIZE ? 1 : (mask << ahead) | 1);
    }
    long behind = newest - report;
    return behind >= Long.SIZE ? this : new SeenReports(newest, mask | (1L << behind));
  }
}
