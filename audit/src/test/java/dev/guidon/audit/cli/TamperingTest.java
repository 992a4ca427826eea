// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.checkpoint.Checkpoint;
import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.cli.Finding.Broken;
import dev.guidon.audit.cli.Finding.Intact;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import dev.guidon.audit.tree.Hash;
import dev.guidon.audit.tree.MerkleFrontier;
import dev.guidon.audit.tree.SaltedContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Twelve ways to tamper with a log, each at many random places: all of them are found. Logs that nobody touched are not
/// complained of.
class TamperingTest {

  private static final int PLACES = 200;
  private static final int CLEAN_LOGS = 1_000;
  private static final int SIZE = 40;

  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final SigningKey OTHER_KEY = SigningKey.generate(new SecureRandom());

  /// What somebody does who may change everything but does not have the log's key, or has it and forgets who kept what.
  enum Tampering {
    /// One bit of an entry.
    A_BIT_OF_AN_ENTRY {
      @Override
      void apply(Tampered log, int at) {
        log.shown(
            at,
            shown ->
                new ExportLine.Shown(
                    shown.seq(),
                    shown.leaf(),
                    flipped(shown.canonical(), log.random),
                    shown.payload()));
      }
    },
    /// One bit of a hash.
    A_BIT_OF_A_LEAF_HASH {
      @Override
      void apply(Tampered log, int at) {
        log.shown(
            at,
            shown ->
                new ExportLine.Shown(
                    shown.seq(),
                    Hash.of(flipped(shown.leaf().toBytes(), log.random)),
                    shown.canonical(),
                    shown.payload()));
      }
    },
    /// Other words in place of the content of a part.
    THE_CONTENT_OF_A_PART {
      @Override
      void apply(Tampered log, int at) {
        log.part(at, content -> new SaltedContent(content.salt(), "{\"v\":1}".getBytes(UTF_8)));
      }
    },
    /// One bit of a salt.
    A_SALT {
      @Override
      void apply(Tampered log, int at) {
        log.part(
            at,
            content -> new SaltedContent(flipped(content.salt(), log.random), content.content()));
      }
    },
    /// A part that nobody said was erased.
    A_PART_REMOVED {
      @Override
      void apply(Tampered log, int at) {
        log.shown(
            at,
            shown -> {
              Map<String, SaltedContent> payload = new HashMap<>(shown.payload());
              payload.remove(log.part());
              return new ExportLine.Shown(shown.seq(), shown.leaf(), shown.canonical(), payload);
            });
      }
    },
    /// Another actor, with the leaf hash made to fit.
    AN_ENTRY_AND_ITS_LEAF_HASH {
      @Override
      void apply(Tampered log, int at) {
        log.shown(
            at,
            shown -> {
              byte[] forged =
                  new String(shown.canonical(), UTF_8)
                      .replace("\"ada\"", "\"bob\"")
                      .getBytes(UTF_8);
              return new ExportLine.Shown(
                  shown.seq(), Hash.ofLeaf(forged), forged, shown.payload());
            });
      }
    },
    /// Two neighbours in each other's place.
    TWO_ENTRIES_SWAPPED {
      @Override
      void apply(Tampered log, int at) {
        Collections.swap(log.entries, at - 1, at % SIZE);
      }
    },
    /// One entry less.
    AN_ENTRY_REMOVED {
      @Override
      void apply(Tampered log, int at) {
        log.entries.remove(at - 1);
      }
    },
    /// One entry a second time.
    AN_ENTRY_DOUBLED {
      @Override
      void apply(Tampered log, int at) {
        log.entries.add(at, log.entries.get(at - 1));
      }
    },
    /// The newest entries gone, and an older checkpoint, which holds, in place of the newest.
    THE_TAIL_CUT_AND_AN_OLD_CHECKPOINT_REPLAYED {
      @Override
      void apply(Tampered log, int at) {
        log.entries.subList(at - 1, SIZE).clear();
        log.header = log.original.header(at - 1);
        log.kept.add(log.original.receipt(SIZE));
      }
    },
    /// An entry rewritten, everything after it recomputed, and signed with a key of the forger's own.
    EVERYTHING_RECOMPUTED_AND_SIGNED_WITH_ANOTHER_KEY {
      @Override
      void apply(Tampered log, int at) {
        AN_ENTRY_AND_ITS_LEAF_HASH.apply(log, at);
        log.sign(OTHER_KEY);
      }
    },
    /// The same with the log's own key, stolen: found by whoever kept a receipt.
    EVERYTHING_RECOMPUTED_AND_SIGNED_WITH_THE_STOLEN_KEY {
      @Override
      void apply(Tampered log, int at) {
        AN_ENTRY_AND_ITS_LEAF_HASH.apply(log, at);
        log.sign(KEY);
        log.kept.add(log.original.receipt(at));
      }
    };

    abstract void apply(Tampered log, int at);
  }

  @ParameterizedTest
  @EnumSource
  void tamperingIsFoundWhereverItIs(Tampering tampering) throws Exception {
    var random = new Random(tampering.name().hashCode());
    for (int i = 0; i < PLACES; i++) {
      var log = new Tampered(TestExport.ofSize(SIZE, KEY, random), random);
      int at = 1 + random.nextInt(SIZE);

      tampering.apply(log, at);

      assertThat(verify(log)).as("at %s", at).isInstanceOf(Broken.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "A_BIT_OF_AN_ENTRY",
        "A_BIT_OF_A_LEAF_HASH",
        "THE_CONTENT_OF_A_PART",
        "A_SALT",
        "A_PART_REMOVED",
        "AN_ENTRY_REMOVED",
        "EVERYTHING_RECOMPUTED_AND_SIGNED_WITH_THE_STOLEN_KEY"
      })
  void theFirstBrokenPlaceIsNamed(Tampering tampering) throws Exception {
    var random = new Random(7);
    for (int at = 1; at < SIZE; at++) {
      var log = new Tampered(TestExport.ofSize(SIZE, KEY, random), random);
      if (at > 1) {
        log.kept.add(log.original.receipt(at - 1));
      }

      tampering.apply(log, at);

      int place = at;
      assertThat(verify(log))
          .isInstanceOfSatisfying(Broken.class, broken -> assertThat(broken.at()).isEqualTo(place));
    }
  }

  @Test
  void logsThatNobodyTouchedAreIntact() throws Exception {
    var random = new Random(11);
    for (int i = 0; i < CLEAN_LOGS; i++) {
      TestExport export = TestExport.ofSize(random.nextInt(SIZE), KEY, random);
      var log = new Tampered(export, random);
      if (export.size() > 0) {
        log.kept.add(export.receipt(1 + random.nextInt(export.size())));
      }

      assertThat(verify(log))
          .isEqualTo(
              new Intact(
                  TestExport.ORIGIN, export.size(), export.roots().get(export.size()), 0, 0));
    }
  }

  private static Finding verify(Tampered log) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>(List.of(log.header));
    lines.addAll(log.entries);
    try (var reader = new BufferedReader(new StringReader(String.join("\n", lines)))) {
      return new ExportVerification(reader, KEY.verification(), log.kept, Replay.NONE, _ -> {})
          .run();
    }
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] other = bytes.clone();
    int at = random.nextInt(other.length);
    // The lowest bit but one keeps what is text text.
    other[at] ^= 2;
    return other;
  }

  /// An export that somebody works on.
  static final class Tampered {

    private final TestExport original;
    private final Random random;
    private final List<String> entries;
    private final List<String> kept = new ArrayList<>();
    private String header;

    Tampered(TestExport original, Random random) {
      this.original = original;
      this.random = random;
      this.entries = new ArrayList<>(original.entries());
      this.header = original.header(original.size());
    }

    interface Edit<T> {
      T apply(T value);
    }

    String part() {
      return ExportLine.PARTS.get(random.nextInt(2));
    }

    void shown(int at, Edit<ExportLine.Shown> edit) {
      var shown = (ExportLine.Shown) ExportLine.parse(entries.get(at - 1));
      entries.set(at - 1, edit.apply(shown).line());
    }

    void part(int at, Edit<SaltedContent> edit) {
      shown(
          at,
          shown -> {
            Map<String, SaltedContent> payload = new HashMap<>(shown.payload());
            payload.computeIfPresent(part(), (_, content) -> edit.apply(content));
            return new ExportLine.Shown(shown.seq(), shown.leaf(), shown.canonical(), payload);
          });
    }

    void sign(SigningKey key) {
      MerkleFrontier frontier = MerkleFrontier.EMPTY;
      for (String entry : entries) {
        frontier = frontier.append(ExportLine.parse(entry).leaf()).frontier();
      }
      header =
          new ExportHeader(
                  key.sign(new Checkpoint(TestExport.ORIGIN, frontier.size(), frontier.root())),
                  List.of(key.verification().toJson()),
                  List.of())
              .line();
    }
  }
}
