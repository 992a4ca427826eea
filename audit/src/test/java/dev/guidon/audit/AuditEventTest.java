// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.guidon.audit.tree.MerkleFrontier;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuditEventTest {

  private static final String ID = Events.USER_ID;

  @ParameterizedTest
  @MethodSource
  void whatTheLogCannotHoldIsRefused(ThrowingCallable construction, String message) {
    assertThatThrownBy(construction)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> whatTheLogCannotHoldIsRefused() {
    String ids = "letters, digits, '.', '_', ':' and '-', at most 128";
    return Stream.of(
        refused(
            "a mail address as id",
            () -> Actor.user("ada@example.org", "Ada"),
            "actor.id: ada@example.org (expected: " + ids + ")"),
        refused("no id", () -> Actor.service("", "CI"), "actor.id:  (expected: " + ids + ")"),
        refused(
            "a long display name",
            () -> Actor.user(ID, "x".repeat(201)),
            "actor.display: 201 characters (expected: at most 200)"),
        refused(
            "U+0000 in text",
            () -> Actor.user(ID, "a\0"),
            "actor.display: U+0000 (expected: no such character)"),
        refused(
            "half a surrogate pair in text",
            () -> Actor.user(ID, "a\ud83d"),
            "actor.display: U+D83D (expected: no such character)"),
        refused(
            "a long comment",
            () -> commented("x".repeat(4_001)),
            "comment: 4001 characters (expected: at most 4000)"),
        refused(
            "a token without its selector",
            () -> new Via(Via.Kind.PAT, ""),
            "tokenSelector: empty (expected: the token's selector)"),
        refused(
            "a service's token without its selector",
            () -> new Via(Via.Kind.SVC, ""),
            "tokenSelector: empty (expected: the token's selector)"),
        refused(
            "a line break in a key",
            () -> origin("a\nb", ""),
            "idempotencyKey: a\nb (expected: visible ASCII characters)"),
        refused(
            "a long idempotency key",
            () -> origin("x".repeat(256), ""),
            "idempotencyKey: 256 characters (expected: at most 255)"),
        refused(
            "an action without a subject",
            () -> acted("created"),
            "action: created (expected: 2 to 4 lower-case words with dots between, such as flag.created)"),
        refused(
            "an action that shouts",
            () -> acted("Flag.created"),
            "action: Flag.created (expected: 2 to 4 lower-case words with dots between, such as flag.created)"),
        refused(
            "a kind of two words",
            () -> new Target("sdk key", "a", ID),
            "target.kind: sdk key (expected: lower-case letters, digits and '-', at most 32)"),
        refused(
            "a mail address as key",
            () -> new Target("user", "ada@example.org", ID),
            "target.key: ada@example.org (expected: letters, digits, '.', '_' and '-', at most 128)"),
        refused(
            "a target without id",
            () -> new Target("flag", "a", ""),
            "target.id:  (expected: " + ids + ")"),
        refused(
            "a revision that does not grow",
            () -> Events.revision(4, 4),
            "prevRev: 4 (expected: 0 or more, less than rev 4)"),
        refused(
            "a revision below zero",
            () -> Events.revision(-1, 4),
            "prevRev: -1 (expected: 0 or more, less than rev 4)"),
        refused(
            "a head of two sizes",
            () -> head(3, Instant.EPOCH),
            "frontier: size 0 (expected: seq 3)"),
        refused(
            "a head whose time runs backwards",
            () -> head(0, Instant.EPOCH.minusNanos(1000)),
            "at: 1969-12-31T23:59:59.999999Z (expected: 1970-01-01T00:00:00Z or later)"));
  }

  @Test
  void lengthsAreCountedInCharactersNotInCodeUnits() {
    assertThat(commented("😀".repeat(4_000)).comment()).hasSize(8_000);
    assertThatThrownBy(() -> commented("😀".repeat(4_001)))
        .hasMessage("comment: 4001 characters (expected: at most 4000)");
  }

  @Test
  void onlyTheBeginningOfALongUserAgentIsKept() {
    assertThat(origin("", "😀".repeat(300)).userAgent()).isEqualTo("😀".repeat(256));
    assertThat(origin("", "curl/8.5.0").userAgent()).isEqualTo("curl/8.5.0");
  }

  private static Arguments refused(String name, ThrowingCallable construction, String message) {
    return argumentSet(name, construction, message);
  }

  private static Origin origin(String idempotencyKey, String userAgent) {
    return new Origin(Via.SESSION, "", idempotencyKey, "", userAgent);
  }

  private static AuditEvent acted(String action) {
    return event(action, "");
  }

  private static AuditEvent commented(String comment) {
    return event("flag.created", comment);
  }

  private static AuditEvent event(String action, String comment) {
    return new AuditEvent(
        Actor.system("test"),
        Origin.within(Via.JOB),
        new Scope.Installation(),
        action,
        new Target("flag", "a", ID),
        comment,
        new Change.None(),
        Outcome.SUCCEEDED);
  }

  private static LogHead head(long seq, Instant at) {
    return new LogHead(seq, new UUID(0, 0), Instant.EPOCH, at, MerkleFrontier.EMPTY);
  }
}
