// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.change;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.net.URI;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Renders definitions and what came of changes, with the headers that they have in common.
public final class Answers {

  /// The revision that a change led to; what a caller may send back as `Guidon-Min-Revision`.
  public static final String REVISION = "Guidon-Revision";

  /// A limit that is nearly reached.
  public static final String WARNING = "Guidon-Warning";

  /// Whether a change was made by an earlier request with the same key.
  public static final String REPEATED = "Idempotent-Replay";

  private Answers() {}

  /// Renders a definition, with the receipt of the change that made it so if there was one just now.
  @FunctionalInterface
  public interface Rendering<T extends Record, R>
      extends BiFunction<Versioned<T>, @Nullable ReceiptDocument, R> {}

  public static <T extends Record, R> MutableHttpResponse<R> read(
      Versioned<T> definition, Rendering<T, R> rendering) {
    return HttpResponse.ok(rendering.apply(definition, null))
        .header(HttpHeaders.ETAG, definition.etag());
  }

  public static <T extends Record, R> MutableHttpResponse<R> changed(
      Committed<T> committed, Rendering<T, R> rendering) {
    return withHeaders(HttpResponse.ok(), committed)
        .body(rendering.apply(committed.definition(), ReceiptDocument.of(committed.receipt())))
        .header(HttpHeaders.ETAG, committed.definition().etag());
  }

  /// Renders what a change created.
  ///
  /// @param location its path
  public static <T extends Record, R> MutableHttpResponse<R> created(
      Committed<T> committed, String location, Rendering<T, R> rendering) {
    return withHeaders(HttpResponse.created(URI.create(location)), committed)
        .body(rendering.apply(committed.definition(), ReceiptDocument.of(committed.receipt())))
        .header(HttpHeaders.ETAG, committed.definition().etag());
  }

  public static MutableHttpResponse<Deletion> deleted(Committed<?> committed) {
    Versioned<?> last = committed.definition();
    return withHeaders(HttpResponse.ok(), committed)
        .body(
            new Deletion(
                last.ref().type().kind(),
                last.ref().key(),
                last.version(),
                ReceiptDocument.of(committed.receipt())));
  }

  private static MutableHttpResponse<Object> withHeaders(
      MutableHttpResponse<Object> response, Committed<?> committed) {
    response.header(REVISION, Long.toString(committed.revision()));
    committed.warnings().forEach(warning -> response.header(WARNING, warning));
    if (committed.repeated()) {
      response.header(REPEATED, "true");
    }
    return response;
  }
}
