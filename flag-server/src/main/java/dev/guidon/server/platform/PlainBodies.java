// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Refuses compressed bodies: what they unpack to has no limit before it is unpacked.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class PlainBodies {

  @RequestFilter
  void check(HttpRequest<?> request) {
    String encoding = request.getHeaders().get("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ProblemException.of(
          415,
          "unsupported-encoding",
          "Content-Encoding: compressed (expected: none; bodies are at most 1 MiB)");
    }
  }
}
