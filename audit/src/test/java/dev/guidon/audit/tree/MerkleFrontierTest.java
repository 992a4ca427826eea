// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MerkleFrontierTest {

  private static final int LARGEST = 300;

  @Test
  void rootsAreThoseOfThePublishedVectors() {
    // The eight leaves with which implementations of RFC 6962 check themselves, and the root after
    // each.
    List<String> leaves =
        List.of(
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    List<String> roots =
        List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    List<String> found = new ArrayList<>();
    for (String leaf : leaves) {
      frontier = frontier.append(Hash.ofLeaf(HexFormat.of().parseHex(leaf))).frontier();
      found.add(frontier.root().toString());
    }

    assertThat(found).isEqualTo(roots);
  }

  @Test
  void theRootOfNothingIsTheHashOfNothing() {
    assertThat(MerkleFrontier.EMPTY.root())
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void rootsAreThoseOfTheRecursiveDefinition() {
    List<Hash> leaves = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;

    for (int size = 0; size <= LARGEST; size++) {
      assertThat(frontier.size()).isEqualTo(size);
      assertThat(frontier.root()).as("size %s", size).isEqualTo(treeHash(leaves));
      frontier = frontier.append(leaf(size)).frontier();
      leaves.add(leaf(size));
    }
  }

  @Test
  void everySubtreeIsReportedOnceByTheLeafThatCompletesIt() {
    List<Hash> leaves = new ArrayList<>();
    List<MerkleNode> expected = new ArrayList<>();
    List<MerkleNode> found = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;

    for (int size = 1; size <= LARGEST; size++) {
      leaves.add(leaf(size - 1));
      for (int level = 1; size % (1 << level) == 0; level++) {
        int start = size - (1 << level);
        expected.add(new MerkleNode(level, start >> level, treeHash(leaves.subList(start, size))));
      }
      MerkleFrontier.Growth growth = frontier.append(leaf(size - 1));
      assertThat(growth.completed())
          .allMatch(node -> node.completedAt() == growth.frontier().size());
      found.addAll(growth.completed());
      frontier = growth.frontier();
    }

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void reportedSubtreesSufficeForTheRootOfEveryEarlierSize() {
    List<Hash> leaves = new ArrayList<>();
    Map<List<Long>, Hash> stored = new HashMap<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int i = 0; i < LARGEST; i++) {
      leaves.add(leaf(i));
      stored.put(List.of(0L, (long) i), leaf(i));
      MerkleFrontier.Growth growth = frontier.append(leaf(i));
      growth
          .completed()
          .forEach(node -> stored.put(List.of((long) node.level(), node.index()), node.hash()));
      frontier = growth.frontier();
    }

    for (int size = 1; size <= LARGEST; size++) {
      assertThat(rootFrom(stored, size))
          .as("size %s", size)
          .isEqualTo(treeHash(leaves.subList(0, size)));
    }
  }

  @Test
  void bytesReadBackAsTheFrontierTheyWereMadeFrom() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int size = 0; size <= LARGEST; size++) {
      MerkleFrontier readBack = MerkleFrontier.fromBytes(frontier.toBytes());

      assertThat(readBack).isEqualTo(frontier).hasSameHashCodeAs(frontier);
      assertThat(frontier.toBytes()).hasSize(8 + 32 * Integer.bitCount(size));
      frontier = frontier.append(leaf(size)).frontier();
    }
  }

  @Test
  void aFrontierIsNotChangedByAppendingToIt() {
    MerkleFrontier one = MerkleFrontier.EMPTY.append(leaf(0)).frontier();
    Hash root = one.root();

    one.append(leaf(1));

    assertThat(one.size()).isEqualTo(1);
    assertThat(one.root()).isEqualTo(root);
  }

  @Test
  void bytesThatNoFrontierHasAreRefused() {
    assertThatThrownBy(() -> MerkleFrontier.fromBytes(new byte[7]))
        .hasMessage("frontier: 7 bytes (expected: 8 or more)");
    assertThatThrownBy(() -> MerkleFrontier.fromBytes(sized(3, 32)))
        .hasMessage(
            "frontier: 32 bytes after size 3 (expected: 32 for each bit set in a size of 0 or more)");
    assertThatThrownBy(() -> MerkleFrontier.fromBytes(sized(1, 64)))
        .hasMessage(
            "frontier: 64 bytes after size 1 (expected: 32 for each bit set in a size of 0 or more)");
    assertThatThrownBy(() -> MerkleFrontier.fromBytes(sized(Long.MIN_VALUE, 32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] sized(long size, int length) {
    return ByteBuffer.allocate(8 + length).putLong(size).array();
  }

  private static Hash leaf(int index) {
    return Hash.ofLeaf(("entry " + index).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  // RFC 6962, 2.1, word for word.
  private static Hash treeHash(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.ofNothing();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return Hash.ofNode(treeHash(leaves.subList(0, k)), treeHash(leaves.subList(k, leaves.size())));
  }

  // Reads one stored hash for each bit set in the size, as a proof will.
  private static Hash rootFrom(Map<List<Long>, Hash> stored, int size) {
    Hash root = null;
    for (int level = 0; level < Integer.SIZE - 1; level++) {
      if ((size >> level & 1) == 1) {
        Hash subtree = stored.get(List.of((long) level, (long) (size >> level) - 1));
        root = root == null ? subtree : Hash.ofNode(subtree, root);
      }
    }
    return root;
  }
}
