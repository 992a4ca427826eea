// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.LogReceipt;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.audit.tree.CanonicalEncoding;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.JsonValue;
import dev.guidon.audit.tree.MerkleFrontier;
import dev.guidon.audit.tree.SaltedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// An export of a log that was never in a database: entries that say little, with everything that is hashed.
record TestExport(SigningKey key, List<String> entries, List<Hash> roots, List<Hash> leaves) {

  static final String ORIGIN = "guidon/0199c1a0-1111-7000-8000-00000000000e";

  static TestExport ofSize(int size, SigningKey key, Random random) {
    List<String> entries = new ArrayList<>();
    List<Hash> roots = new ArrayList<>(List.of(Hash.ofNothing()));
    List<Hash> leaves = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int seq = 1; seq <= size; seq++) {
      ExportLine line = entry(seq, random);
      entries.add(line.line());
      frontier = frontier.append(line.leaf()).frontier();
      leaves.add(line.leaf());
      roots.add(frontier.root());
    }
    return new TestExport(key, entries, roots, leaves);
  }

  private static ExportLine entry(int seq, Random random) {
    boolean on = random.nextBoolean();
    SaltedContent who =
        salted(
            "{\"comment\":\"change " + random.nextInt(1_000) + "\",\"display\":\"Ada\",\"v\":1}",
            random);
    SaltedContent what =
        salted(
            "{\"after\":{\"on\":"
                + on
                + ",\"rules\":[]},\"before\":{\"on\":"
                + !on
                + ",\"rules\":[]},\"v\":1}",
            random);
    String canonical =
        """
        {"action":"targeting.updated","actor":{"id":"ada","kind":"user"},
         "at":"2026-11-21T09:%02d:%02d.%06dZ","epoch":"0199c1a0-1111-7000-8000-00000000000e",
         "outcome":"succeeded","payload":{"what":"%s","who":"%s"},"seq":%d,
         "target":{"id":"flag-%d","key":"checkout","kind":"targeting"},"v":1,"via":{"kind":"session"}}
        """
            .formatted(
                seq / 60 % 60, seq % 60, 0, what.commitment(), who.commitment(), seq, seq % 7);
    byte[] bytes = CanonicalEncoding.text(JsonValue.parse(canonical)).getBytes(UTF_8);
    return new ExportLine.Shown(seq, Hash.ofLeaf(bytes), bytes, Map.of("who", who, "what", what));
  }

  private static SaltedContent salted(String content, Random random) {
    byte[] salt = new byte[SaltedContent.SALT_LENGTH];
    random.nextBytes(salt);
    return new SaltedContent(salt, content.getBytes(UTF_8));
  }

  int size() {
    return entries.size();
  }

  /// The first line, ending at this size.
  String header(int size) {
    return header(size, key);
  }

  String header(int size, SigningKey signer) {
    return new ExportHeader(
            checkpoint(size, signer), List.of(signer.verification().toJson()), List.of())
        .line();
  }

  String checkpoint(int size, SigningKey signer) {
    return signer.sign(new Checkpoint(ORIGIN, size, roots.get(size)));
  }

  String receipt(int seq) {
    return key.sign(new LogReceipt(ORIGIN, seq, leaves.get(seq - 1), roots.get(seq)));
  }

  /// Everything, untouched.
  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(header(size())));
    lines.addAll(entries);
    return lines;
  }
}
