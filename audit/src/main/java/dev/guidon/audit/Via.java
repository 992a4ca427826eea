// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

/// What an actor proved themselves with. The selector names the token, and is empty where there is none.
public record Via(Kind kind, String tokenSelector) {

  public enum Kind {
    SESSION,
    /// A personal access token.
    PAT,
    /// A service account's token.
    SVC,
    JWT,
    /// The admin token made at the first start.
    LEGACY,
    OIDC,
    BOOTSTRAP,
    JOB
  }

  public static final Via SESSION = new Via(Kind.SESSION, "");
  public static final Via BOOTSTRAP = new Via(Kind.BOOTSTRAP, "");
  public static final Via JOB = new Via(Kind.JOB, "");

  public Via {
    requireNonNull(kind, "kind");
    if (!tokenSelector.isEmpty()) {
      Texts.requireId("tokenSelector", tokenSelector);
    }
    if (tokenSelector.isEmpty() && (kind == Kind.PAT || kind == Kind.SVC)) {
      throw new IllegalArgumentException("tokenSelector: empty (expected: the token's selector)");
    }
  }
}
