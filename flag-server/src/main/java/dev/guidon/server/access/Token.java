// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// What a caller shows: `guidon_adm_`, `guidon_pat_`, `guidon_svc_` or `guidon_sdk_`, a selector of 16 characters by which the token is found, a secret
/// of 32, and a checksum of 6, all in base62.
///
/// The secret is known to its holder alone; the server keeps its SHA-256. That needs no slow hash: the secret has 190 bits.
/// The checksum keeps garbage away from the database and tells secret scanners a token from other text.
public final class Token {

  /// What a token is for.
  public enum Kind {
    /// The admin token of the first start.
    ADM,
    /// A user's.
    PAT,
    /// A service account's.
    SVC,
    /// An SDK key.
    SDK;

    private String prefix() {
      return "guidon_" + name().toLowerCase(Locale.ROOT) + "_";
    }
  }

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SELECTOR_LENGTH = 16;
  private static final int SECRET_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final Pattern FORM =
      Pattern.compile(
          "(guidon_(adm|pat|svc|sdk)_([0-9A-Za-z]{16})([0-9A-Za-z]{32}))([0-9A-Za-z]{6})");

  private final Kind kind;
  private final String selector;
  private final String secret;

  private Token(Kind kind, String selector, String secret) {
    this.kind = kind;
    this.selector = selector;
    this.secret = secret;
  }

  public static Token make(Kind kind, SecureRandom random) {
    return new Token(kind, base62(random, SELECTOR_LENGTH), base62(random, SECRET_LENGTH));
  }

  /// The token that this text is; empty when it is none, so that nobody need look it up.
  public static Optional<Token> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !checksum(form.group(1)).equals(form.group(5))) {
      return Optional.empty();
    }
    return Optional.of(
        new Token(
            Kind.valueOf(form.group(2).toUpperCase(Locale.ROOT)), form.group(3), form.group(4)));
  }

  public Kind kind() {
    return kind;
  }

  /// By which the token is found; no secret.
  public String selector() {
    return selector;
  }

  /// What is stored of the secret.
  public byte[] secretHash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The whole token, to be shown once, when it is made.
  public String reveal() {
    String body = kind.prefix() + selector + secret;
    return body + checksum(body);
  }

  private static String base62(SecureRandom random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(BASE62.charAt(random.nextInt(BASE62.length())));
    }
    return text.toString();
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(US_ASCII));
    var text = new StringBuilder();
    long rest = crc.getValue();
    for (int i = 0; i < CHECKSUM_LENGTH; i++) {
      text.append(BASE62.charAt((int) (rest % BASE62.length())));
      rest /= BASE62.length();
    }
    return text.reverse().toString();
  }

  /// Without the secret.
  @Override
  public String toString() {
    return kind.prefix() + selector + "…";
  }
}
