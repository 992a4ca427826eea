// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProofTest {

  private static final int LARGEST = 300;

  /// The eight leaves with which implementations of RFC 6962 check themselves.
  private static final List<Hash> PUBLISHED_LEAVES =
      Stream.of(
              "",
              "00",
              "10",
              "2021",
              "3031",
              "40414243",
              "5051525354555657",
              "606162636465666768696a6b6c6d6e6f")
          .map(leaf -> Hash.ofLeaf(HexFormat.of().parseHex(leaf)))
          .toList();

  private static final List<Hash> LEAVES =
      IntStream.range(0, LARGEST)
          .mapToObj(index -> Hash.ofLeaf(("entry " + index).getBytes(UTF_8)))
          .toList();

  @Test
  void inclusionPathsAreThoseOfThePublishedVectors() {
    assertThat(inclusionPath(PUBLISHED_LEAVES, 0, 1)).isEmpty();
    assertThat(inclusionPath(PUBLISHED_LEAVES, 0, 8))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(inclusionPath(PUBLISHED_LEAVES, 5, 8))
        .containsExactly(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(inclusionPath(PUBLISHED_LEAVES, 2, 3))
        .containsExactly("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    assertThat(inclusionPath(PUBLISHED_LEAVES, 1, 5))
        .containsExactly(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void consistencyPathsAreThoseOfThePublishedVectors() {
    assertThat(consistencyPath(PUBLISHED_LEAVES, 1, 1)).isEmpty();
    assertThat(consistencyPath(PUBLISHED_LEAVES, 1, 8))
        .containsExactly(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
    assertThat(consistencyPath(PUBLISHED_LEAVES, 6, 8))
        .containsExactly(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    assertThat(consistencyPath(PUBLISHED_LEAVES, 2, 5))
        .containsExactly(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  }

  @Test
  void everyInclusionPathIsThatOfTheRecursiveDefinitionAndLeadsToItsRootOnly() {
    for (int size = 1; size <= LARGEST; size++) {
      Hash root = root(0, size);
      for (int index = 0; index < size; index++) {
        var proof = new InclusionProof(index, size, path(InclusionProof.ranges(index, size)));

        assertThat(proof.path()).isEqualTo(definedInclusion(index, 0, size));
        assertThat(proof.leads(LEAVES.get(index), root)).isTrue();
        assertThat(proof.leads(LEAVES.get((index + 1) % LARGEST), root)).isFalse();
        assertThat(proof.leads(LEAVES.get(index), Hash.ofNothing())).isFalse();
      }
    }
  }

  @Test
  void everyConsistencyPathIsThatOfTheRecursiveDefinitionAndLeadsBetweenItsRootsOnly() {
    List<Hash> roots = IntStream.rangeClosed(0, LARGEST).mapToObj(size -> root(0, size)).toList();
    for (int to = 0; to <= LARGEST; to++) {
      for (int from = 0; from <= to; from++) {
        var proof = new ConsistencyProof(from, to, path(ConsistencyProof.ranges(from, to)));

        if (from > 0) {
          assertThat(proof.path()).isEqualTo(definedConsistency(from, 0, to, true));
        }
        assertThat(proof.leads(roots.get(from), roots.get(to))).as("%s to %s", from, to).isTrue();
        Hash otherRoot = roots.get(to == 7 ? 8 : 7);
        assertThat(proof.leads(otherRoot, roots.get(to))).isEqualTo(from == 7 && to != 7);
        assertThat(from > 0 && proof.leads(roots.get(from), otherRoot)).isFalse();
      }
    }
  }

  @Test
  void aPathThatIsTooShortOrTooLongOrAlteredLeadsNowhere() {
    var inclusion = new InclusionProof(5, 13, path(InclusionProof.ranges(5, 13)));
    var consistency = new ConsistencyProof(5, 13, path(ConsistencyProof.ranges(5, 13)));

    for (List<Hash> path : altered(inclusion.path())) {
      assertThat(new InclusionProof(5, 13, path).leads(LEAVES.get(5), root(0, 13))).isFalse();
    }
    for (List<Hash> path : altered(consistency.path())) {
      assertThat(new ConsistencyProof(5, 13, path).leads(root(0, 5), root(0, 13))).isFalse();
    }
    assertThat(new ConsistencyProof(5, 5, List.of(LEAVES.get(0))).leads(root(0, 5), root(0, 5)))
        .isFalse();
    assertThat(new ConsistencyProof(5, 6, List.of()).leads(root(0, 5), root(0, 6))).isFalse();
  }

  @Test
  void aProofOfALogOfBillionsReadsAtMost64Rows() {
    long size = (1L << 32) - 1;
    for (long index : new long[] {0, 1, size / 2, size / 2 + 1, size - 1}) {
      assertThat(rows(InclusionProof.ranges(index, size))).isLessThanOrEqualTo(64);
      assertThat(rows(ConsistencyProof.ranges(index, size))).isLessThanOrEqualTo(64);
    }
    assertThat(InclusionProof.ranges(3, 1_000_000)).hasSize(20);
  }

  @Test
  void leavesAndSizesThatNoLogHasAreRefused() {
    assertThatThrownBy(() -> InclusionProof.ranges(3, 3))
        .hasMessage("index: 3 (expected: 0 or more, below size 3)");
    assertThatThrownBy(() -> new InclusionProof(-1, 3, List.of()))
        .hasMessageStartingWith("index: -1");
    assertThatThrownBy(() -> ConsistencyProof.ranges(4, 3))
        .hasMessage("sizes: 4 and 3 (expected: 0 or more, the smaller first)");
    assertThatThrownBy(() -> new ConsistencyProof(-1, 3, List.of()))
        .hasMessageStartingWith("sizes: -1");
    assertThatThrownBy(() -> new LeafRange(2, 1)).hasMessageStartingWith("range: 2 to 1");
    assertThatThrownBy(() -> new LeafRange(-1, 1)).hasMessageStartingWith("range: -1 to 1");
  }

  private static long rows(List<LeafRange> ranges) {
    return ranges.stream().mapToLong(range -> range.places().size()).sum();
  }

  private static List<List<Hash>> altered(List<Hash> path) {
    List<List<Hash>> altered = new ArrayList<>();
    altered.add(path.subList(0, path.size() - 1));
    altered.add(path.subList(1, path.size()));
    altered.add(Stream.concat(path.stream(), path.stream().limit(1)).toList());
    for (int i = 0; i < path.size(); i++) {
      List<Hash> other = new ArrayList<>(path);
      other.set(i, Hash.ofNothing());
      altered.add(other);
    }
    return altered;
  }

  private static List<String> inclusionPath(List<Hash> leaves, long index, long size) {
    return path(InclusionProof.ranges(index, size), (start, end) -> root(leaves, start, end))
        .stream()
        .map(Hash::toString)
        .toList();
  }

  private static List<String> consistencyPath(List<Hash> leaves, long from, long to) {
    return path(ConsistencyProof.ranges(from, to), (start, end) -> root(leaves, start, end))
        .stream()
        .map(Hash::toString)
        .toList();
  }

  private static List<Hash> path(List<LeafRange> ranges) {
    return path(ranges, ProofTest::root);
  }

  private static List<Hash> path(List<LeafRange> ranges, RootOfRange roots) {
    return ranges.stream()
        .map(range ->
            range.hash(place -> {
              int start = (int) (place.index() << place.level());
              return roots.of(start, start + (1 << place.level()));
            }))
        .toList();
  }

  private interface RootOfRange {
    Hash of(int start, int end);
  }

  // RFC 6962, 2.1.1, word for word, over the leaves from start to end.
  private static List<Hash> definedInclusion(int index, int start, int end) {
    if (end - start == 1) {
      return List.of();
    }
    int middle = middle(start, end);
    List<Hash> path =
        new ArrayList<>(
            index < middle
                ? definedInclusion(index, start, middle)
                : definedInclusion(index, middle, end));
    path.add(index < middle ? root(middle, end) : root(start, middle));
    return path;
  }

  // RFC 6962, 2.1.2, word for word, over the leaves from start to end.
  private static List<Hash> definedConsistency(int from, int start, int end, boolean whole) {
    if (from == end) {
      return whole ? List.of() : List.of(root(start, end));
    }
    int middle = middle(start, end);
    List<Hash> path =
        new ArrayList<>(
            from <= middle
                ? definedConsistency(from, start, middle, whole)
                : definedConsistency(from, middle, end, false));
    path.add(from <= middle ? root(middle, end) : root(start, middle));
    return path;
  }

  private static final Hash[][] ROOTS = new Hash[LARGEST + 1][LARGEST + 1];

  // Every root is asked for thousands of times.
  private static Hash root(int start, int end) {
    if (ROOTS[start][end] == null) {
      ROOTS[start][end] =
          end - start < 2
              ? root(LEAVES, start, end)
              : Hash.ofNode(root(start, middle(start, end)), root(middle(start, end), end));
    }
    return ROOTS[start][end];
  }

  private static Hash root(List<Hash> leaves, int start, int end) {
    if (start == end) {
      return Hash.ofNothing();
    }
    if (end - start == 1) {
      return leaves.get(start);
    }
    return Hash.ofNode(
        root(leaves, start, middle(start, end)), root(leaves, middle(start, end), end));
  }

  private static int middle(int start, int end) {
    return start + Integer.highestOneBit(end - start - 1);
  }
}
