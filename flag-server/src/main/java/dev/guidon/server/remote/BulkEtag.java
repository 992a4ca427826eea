// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// Names a bulk answer by everything it depends on, so that comparing names costs no evaluation.
///
/// These are the environment's state (epoch and revision), the request's bytes, and, because time alone can change an
/// answer, the next instant at which it may: two requests between the same two such instants have the same answer.
final class BulkEtag {

  // Changes whenever the form of answers does.
  private static final String FORMAT = "1";

  private BulkEtag() {}

  static String of(UUID epoch, long revision, long nextChangeAt, byte[] request) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    sha256.update(
        (FORMAT + ' ' + epoch + ' ' + revision + ' ' + nextChangeAt + ' ').getBytes(UTF_8));
    return '"' + HexFormat.of().formatHex(sha256.digest(request), 0, 16) + '"';
  }

  /// Whether an If-None-Match header names this answer. Weak and strong names compare alike, as RFC 9110 §13.1.2 has it.
  static boolean matches(String ifNoneMatch, String etag) {
    for (String candidate : ifNoneMatch.split(",", -1)) {
      String name = candidate.strip();
      if (name.equals("*") || (name.startsWith("W/") ? name.substring(2) : name).equals(etag)) {
        return true;
      }
    }
    return false;
  }
}
