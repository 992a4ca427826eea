// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;

/// How refusals look on routes that follow a standard with error bodies of its own.
public interface ProblemFormat {

  /// Whether a request is for such a route, or would be if there were one.
  boolean covers(HttpRequest<?> request);

  /// What the standard says for this refusal.
  byte[] body(Problem problem, HttpRequest<?> request);

  MediaType mediaType();
}
