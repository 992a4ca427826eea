// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Reads and makes the cursors of lists: a sort key with a code that only this installation can make, so that nothing
/// comes back but what an answer gave, and only to the list that it is of. See ADR 20.
@Singleton
public final class Cursors {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int CODE_LENGTH = 16;

  private final SecretKeySpec key;

  Cursors(CursorKey key) {
    this.key = new SecretKeySpec(key.bytes(), ALGORITHM);
  }

  /// What a route's parameters say, or a problem `invalid-parameter`.
  ///
  /// @param list the name of the list, which its cursors are bound to
  /// @param cursor as an earlier part of the same list gave it
  public Paging paging(String list, @Nullable String cursor, @Nullable Integer limit) {
    int count = limit == null ? DEFAULT_LIMIT : limit;
    if (count < 1 || count > MAX_LIMIT) {
      throw ProblemException.badRequest(
          "invalid-parameter", "limit: " + count + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    String after = cursor == null ? "" : open(list, cursor).orElseThrow(Cursors::notOurs);
    return new Paging(after, count, sortKey -> seal(list, sortKey));
  }

  private String seal(String list, String sortKey) {
    byte[] text = sortKey.getBytes(UTF_8);
    byte[] sealed =
        ByteBuffer.allocate(CODE_LENGTH + text.length).put(code(list, text)).put(text).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  private Optional<String> open(String list, String cursor) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (sealed.length < CODE_LENGTH) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(sealed, CODE_LENGTH, sealed.length);
    byte[] code = Arrays.copyOf(sealed, CODE_LENGTH);
    return MessageDigest.isEqual(code, code(list, text))
        ? Optional.of(new String(text, UTF_8))
        : Optional.empty();
  }

  private byte[] code(String list, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(list.getBytes(UTF_8));
      mac.update((byte) 0);
      return Arrays.copyOf(mac.doFinal(text), CODE_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static ProblemException notOurs() {
    return ProblemException.badRequest(
        "invalid-parameter", "cursor: not one of this list (expected: as an answer gave it)");
  }
}
