// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names each request, for its answer, the log and the audit entry: as the caller does in `X-Request-Id`, or anew.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
public final class RequestId implements Ordered {

  private static final String HEADER = "X-Request-Id";
  private static final String ATTRIBUTE = "guidon.request-id";
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private final IdGenerator ids;

  RequestId(IdGenerator ids) {
    this.ids = ids;
  }

  /// Before everything that may refuse a request.
  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before();
  }

  @RequestFilter
  void name(HttpRequest<?> request) {
    String asked = request.getHeaders().get(HEADER);
    request.setAttribute(
        ATTRIBUTE,
        asked != null && ACCEPTED.matcher(asked).matches() ? asked : ids.next().toString());
  }

  @ResponseFilter
  void show(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String id = of(request);
    if (id != null) {
      response.header(HEADER, id);
    }
  }

  /// The request's name; null for one that is so malformed that no filter sees it.
  public static @Nullable String of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, String.class).orElse(null);
  }
}
