// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next the cursor of the part behind this one; null at the end
public record Page<T>(List<T> items, @Nullable String next) {

  public Page {
    items = List.copyOf(items);
  }

  /// A page of what was read with a limit one above the page's, to see whether there is more.
  ///
  /// @param sortKey by which the list is sorted
  public static <T> Page<T> of(List<T> read, Paging request, Function<? super T, String> sortKey) {
    if (read.size() <= request.limit()) {
      return new Page<>(read, null);
    }
    List<T> items = read.subList(0, request.limit());
    return new Page<>(items, request.cursor().apply(sortKey.apply(items.getLast())));
  }

  public <R> Page<R> map(Function<? super T, R> rendering) {
    return new Page<>(items.stream().map(rendering).toList(), next);
  }
}
