// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Entries whose hashes are right and whose content is not: what somebody can write who recomputes them.
class LogVerifierTest {

  private static final String GOOD =
      "{\"at\":\"2026-11-21T09:30:00.000000Z\",\"payload\":{},\"seq\":1,\"v\":1}";

  @Test
  void anEntryWithEverythingInPlaceIsTaken() {
    var verifier = new LogVerifier();

    assertThat(verifier.next(entry(1, GOOD.getBytes(UTF_8)))).isEmpty();
    assertThat(verifier.end(1, Hash.ofLeaf(GOOD.getBytes(UTF_8)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void contentThatDoesNotFitIsFoundUnderARightHash(String canonical, String problem) {
    assertThat(new LogVerifier().next(entry(1, canonical.getBytes(UTF_8)))).hasValue(problem);
  }

  static Stream<Arguments> contentThatDoesNotFitIsFoundUnderARightHash() {
    return Stream.of(
        argumentSet(
            "another version", GOOD.replace("\"v\":1", "\"v\":2"), "entry: v 2 (expected: 1)"),
        argumentSet("no version", GOOD.replace(",\"v\":1", ""), "entry: v null (expected: 1)"),
        argumentSet(
            "another number", GOOD.replace("\"seq\":1", "\"seq\":2"), "entry: seq 2 (expected: 1)"),
        argumentSet(
            "no time",
            GOOD.replace("\"at\":\"2026-11-21T09:30:00.000000Z\",", ""),
            "entry: at  (expected:  or later)"),
        argumentSet(
            "no commitments", GOOD.replace("\"payload\":{},", ""), "entry: no payload commitments"),
        argumentSet(
            "white space",
            GOOD.replace(",", ", "),
            "entry: not canonical JSON: another encoding (expected: an object, canonically encoded)"),
        argumentSet(
            "another order",
            "{\"v\":1,\"seq\":1}",
            "entry: not canonical JSON: another encoding (expected: an object, canonically encoded)"),
        argumentSet(
            "no object",
            "[]",
            "entry: not canonical JSON: another encoding (expected: an object, canonically encoded)"),
        argumentSet(
            "no JSON", "{", "entry: not canonical JSON: JSON at 1: the end (expected: a string)"));
  }

  @Test
  void aCommitmentWithoutPayloadIsFoundAtTheEnd() {
    var verifier = new LogVerifier();

    assertThat(verifier.next(entry(1, GOOD.replace("{},", "{\"who\":\"\"},").getBytes(UTF_8))))
        .isEmpty();
    assertThat(verifier.firstMissing()).hasValue(1L);
  }

  @Test
  void payloadWithoutACommitmentIsFound() {
    byte[] bytes = GOOD.getBytes(UTF_8);
    var stray = Map.of("who", new SaltedContent(new byte[32], "{}".getBytes(UTF_8)));

    assertThat(
            new LogVerifier().next(new LoggedEntry(1, bytes, Hash.ofLeaf(bytes), stray, List.of())))
        .hasValue("payload: [who] (expected: [])");
  }

  @Test
  void bytesThatAreNotUtf8AreFound() {
    assertThat(new LogVerifier().next(entry(1, new byte[] {'"', (byte) 0xff, '"'})))
        .hasValueSatisfying(
            problem -> assertThat(problem).startsWith("entry: not canonical JSON: "));
  }

  @Test
  void timeThatRunsBackwardsIsFound() {
    String second = GOOD.replace("\"seq\":1", "\"seq\":2");
    String earlier = second.replace("09:30", "09:29");
    var verifier = new LogVerifier();
    verifier.next(entry(1, GOOD.getBytes(UTF_8)));

    assertThat(verifier.next(second(GOOD, earlier)))
        .hasValue(
            "entry: at 2026-11-21T09:29:00.000000Z (expected: 2026-11-21T09:30:00.000000Z or later)");
  }

  @Test
  void entriesOfTheSameTimeAreTaken() {
    var verifier = new LogVerifier();
    verifier.next(entry(1, GOOD.getBytes(UTF_8)));

    assertThat(verifier.next(second(GOOD, GOOD.replace("\"seq\":1", "\"seq\":2")))).isEmpty();
  }

  @Test
  void aSubtreeThatNobodyCompletedIsFound() {
    byte[] bytes = GOOD.getBytes(UTF_8);
    var stray = new MerkleNode(1, 0, Hash.ofNothing());

    assertThat(
            new LogVerifier()
                .next(new LoggedEntry(1, bytes, Hash.ofLeaf(bytes), Map.of(), List.of(stray))))
        .hasValue("tree nodes: not those that this entry completes");
  }

  private static LoggedEntry entry(long seq, byte[] canonical) {
    return new LoggedEntry(seq, canonical, Hash.ofLeaf(canonical), Map.of(), List.of());
  }

  private static LoggedEntry second(String first, String second) {
    Hash leaf = Hash.ofLeaf(second.getBytes(UTF_8));
    var node = new MerkleNode(1, 0, Hash.ofNode(Hash.ofLeaf(first.getBytes(UTF_8)), leaf));
    return new LoggedEntry(2, second.getBytes(UTF_8), leaf, Map.of(), List.of(node));
  }
}
