// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Refuses what no route could make sense of.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RequestForm {

  @RequestFilter
  void check(HttpRequest<?> request) {
    String encoding = request.getHeaders().get("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      // What a compressed body unpacks to has no limit before it is unpacked.
      throw ProblemException.of(
          415,
          "unsupported-encoding",
          "Content-Encoding: compressed (expected: none; bodies are at most 1 MiB)");
    }
    if (request.getUri().toASCIIString().contains("%00")) {
      // PostgreSQL's text cannot hold it, so nothing can go by it either.
      throw ProblemException.badRequest(
          "invalid-path", "U+0000 in the address (expected: no such character)");
    }
  }
}
