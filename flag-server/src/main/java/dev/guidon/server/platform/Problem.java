// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Why a request is refused, as RFC 9457 has it.
///
/// @param status the HTTP status
/// @param code a stable name, such as `flag-not-found`, that programs may compare
/// @param detail for people: what was found and what was expected
/// @param errors each thing that is wrong, with its place in the request
/// @param headers sent with the answer
public record Problem(
    int status, String code, String detail, List<Fault> errors, Map<String, String> headers) {

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
    }
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  /// The same where the request's body is not the document that the pointers lead into.
  Problem withPointers(UnaryOperator<String> places) {
    return new Problem(
        status, code, detail, errors.stream().map(error -> error.moved(places)).toList(), headers);
  }

  /// One thing that is wrong in a request.
  ///
  /// @param pointer a JSON pointer into the request's body; empty for the whole
  /// @param at which other thing the pointer leads into, such as `targeting checkout in production`; empty for the request's own body
  public record Fault(String pointer, String code, String detail, String at) {

    public static Fault of(String pointer, String code, String detail) {
      return new Fault(pointer, code, detail, "");
    }

    private Fault moved(UnaryOperator<String> places) {
      return at.isEmpty() ? new Fault(places.apply(pointer), code, detail, at) : this;
    }
  }
}
