// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A request is refused. One handler for each transport renders it.
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // exceptions are never serialised here
  private final Problem problem;

  public ProblemException(Problem problem) {
    // What a client did wrong needs no stack trace of ours.
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /// The same for a request whose body is not the document that the pointers lead into.
  ///
  /// @param places for a pointer into the document, the one into the body
  public ProblemException withPointers(UnaryOperator<String> places) {
    return new ProblemException(problem.withPointers(places));
  }

  public static ProblemException of(int status, String code, String detail) {
    return new ProblemException(new Problem(status, code, detail, List.of(), Map.of()));
  }

  public static ProblemException of(
      int status, String code, String detail, List<Problem.Fault> errors) {
    return new ProblemException(new Problem(status, code, detail, errors, Map.of()));
  }

  /// The request itself cannot be understood.
  public static ProblemException badRequest(String code, String detail) {
    return of(400, code, detail);
  }

  public static ProblemException notFound(String code, String detail) {
    return of(404, code, detail);
  }

  /// The request does not fit what is there now.
  public static ProblemException conflict(String code, String detail) {
    return of(409, code, detail);
  }

  /// The request is understood, and what it asks for is refused.
  public static ProblemException refused(String code, String detail) {
    return of(422, code, detail);
  }

  /// The request is understood, and what it asks for is refused in these places.
  public static ProblemException refused(String code, List<Problem.Fault> errors) {
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return of(422, code, errors.get(0).detail() + more, errors);
  }
}
