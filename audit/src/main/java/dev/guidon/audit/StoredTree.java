// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit;

import static java.util.Objects.requireNonNull;

import dev.guidon.audit.tree.ConsistencyProof;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.InclusionProof;
import dev.guidon.audit.tree.LeafRange;
import dev.guidon.audit.tree.LeafRange.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Roots and proofs from the subtrees that are stored, in one short read: at most two rows for each doubling of the log.
final class StoredTree {

  private static final String HASHES =
      """
      SELECT place.level, place.index, coalesce(node.hash, entry.leaf_hash) AS hash
      FROM unnest(?::smallint[], ?::bigint[]) AS place (level, index)
      LEFT JOIN audit_node AS node
        ON place.level > 0 AND node.level = place.level AND node.index = place.index
      LEFT JOIN audit_entry AS entry ON place.level = 0 AND entry.seq = place.index + 1
      """;

  private final Connection connection;

  StoredTree(Connection connection) {
    this.connection = connection;
  }

  Hash root(long size) throws SQLException {
    return hashes(List.of(new LeafRange(0, size))).getFirst();
  }

  Hash leaf(long index) throws SQLException {
    return hashes(List.of(new LeafRange(index, index + 1))).getFirst();
  }

  InclusionProof inclusion(long index, long size) throws SQLException {
    return new InclusionProof(index, size, hashes(InclusionProof.ranges(index, size)));
  }

  ConsistencyProof consistency(long from, long to) throws SQLException {
    return new ConsistencyProof(from, to, hashes(ConsistencyProof.ranges(from, to)));
  }

  private List<Hash> hashes(List<LeafRange> ranges) throws SQLException {
    Map<Place, Hash> stored =
        read(ranges.stream().flatMap(range -> range.places().stream()).toList());
    return ranges.stream()
        .map(range -> range.hash(place -> requireNonNull(stored.get(place))))
        .toList();
  }

  private Map<Place, Hash> read(List<Place> places) throws SQLException {
    Map<Place, Hash> stored = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HASHES)) {
      statement.setArray(
          1,
          connection.createArrayOf(
              "smallint", places.stream().map(place -> (short) place.level()).toArray()));
      statement.setArray(
          2, connection.createArrayOf("bigint", places.stream().map(Place::index).toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var place = new Place(row.getInt("level"), row.getLong("index"));
          byte[] hash = row.getBytes("hash");
          if (hash == null) {
            throw new IllegalStateException(
                "tree: nothing at level " + place.level() + ", index " + place.index());
          }
          stored.put(place, Hash.of(hash));
        }
      }
    }
    return stored;
  }
}
