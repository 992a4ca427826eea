// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 9457's document for a refused request.
///
/// @param type a stable name as an address: `urn:guidon:problem:` and the code
/// @param title the code in words
/// @param status the HTTP status again
/// @param code a stable name that programs may compare
/// @param detail what was found and what was expected
/// @param instance the path that was asked for
/// @param requestId to find the request in the server's log
/// @param errors each thing that is wrong, with its place
@Serdeable
public record ProblemDocument(
    String type,
    String title,
    int status,
    String code,
    String detail,
    String instance,
    @Nullable String requestId,
    List<Fault> errors) {

  /// One thing that is wrong.
  ///
  /// @param pointer a JSON pointer into the request's body; empty for the whole
  /// @param code a stable name that programs may compare
  /// @param detail what was found and what was expected
  /// @param at set when the pointer leads into something other than the request's body
  @Serdeable
  public record Fault(String pointer, String code, String detail, @Nullable String at) {}

  static ProblemDocument of(Problem problem, String path, @Nullable String requestId) {
    return new ProblemDocument(
        "urn:guidon:problem:" + problem.code(),
        inWords(problem.code()),
        problem.status(),
        problem.code(),
        problem.detail(),
        path,
        requestId,
        problem.errors().stream()
            .map(error ->
                new Fault(
                    error.pointer(),
                    error.code(),
                    error.detail(),
                    error.at().isEmpty() ? null : error.at()))
            .toList());
  }

  private static String inWords(String code) {
    String words = code.replace('-', ' ').replace("sdk", "SDK").replace("json", "JSON");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
