// SPDX-License-Identifier: Apache-2.0
package dev.guidon.audit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guidon.audit.checkpoint.SigningKey;
import dev.guidon.audit.cli.Finding.Broken;
import dev.guidon.audit.cli.Finding.Intact;
import dev.guidon.audit.cli.Finding.Unusable;
import dev.guidon.audit.export.ExportHeader;
import dev.guidon.audit.export.ExportLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyAuditLogTest {

  private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
  private static final int SIZE = 20;

  private final TestExport export = TestExport.ofSize(SIZE, KEY, new Random(3));
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  @TempDir private Path directory;

  @BeforeEach
  void writeKey() throws IOException {
    Files.writeString(directory.resolve("key"), KEY.verification().toJson());
  }

  @Test
  void anExportAndAKeyAreEnough() throws Exception {
    Finding finding = verify(export.lines());

    assertThat(finding)
        .isEqualTo(new Intact(TestExport.ORIGIN, SIZE, export.roots().get(SIZE), 0, 0));
    assertThat(finding.exitCode()).isZero();
    assertThat(progress.toString(UTF_8)).contains("20 entries");
  }

  @Test
  void entriesOfWhichOnlyTheHashIsThereStillCount() throws Exception {
    List<String> lines = new ArrayList<>(export.lines());
    for (int at : List.of(2, 3, 17)) {
      ExportLine whole = ExportLine.parse(lines.get(at));
      lines.set(at, new ExportLine.Hidden(whole.seq(), whole.leaf()).line());
    }

    assertThat(verify(lines))
        .isEqualTo(new Intact(TestExport.ORIGIN, SIZE, export.roots().get(SIZE), 3, 0));
  }

  @Test
  void receiptsThatSomebodyKeptMustBeOfTheSameLog() throws Exception {
    TestExport other = TestExport.ofSize(SIZE, KEY, new Random(4));
    Path kept = directory.resolve("kept");
    Files.write(kept, List.of(export.receipt(3), "", export.checkpoint(12, KEY)));
    assertThat(verify(export.lines(), "--kept", kept.toString())).isInstanceOf(Intact.class);

    Files.write(kept, List.of(export.receipt(3), other.receipt(9)));
    assertThat(verify(export.lines(), "--kept", kept.toString()))
        .isEqualTo(new Broken(4, "root: entries 4 to 9 are not those that were signed"));

    Files.write(kept, List.of("no signature"));
    assertThat(verify(export.lines(), "--kept", kept.toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void aLogShorterThanAReceiptIsBrokenBehindItsEnd() throws Exception {
    Path kept = directory.resolve("kept");
    Files.write(kept, List.of(export.receipt(SIZE)));
    List<String> lines = new ArrayList<>(export.lines().subList(0, 11));
    lines.set(0, export.header(10));

    assertThat(verify(lines, "--kept", kept.toString()))
        .isEqualTo(new Broken(11, "the log had 20 entries, and this has 10"));
  }

  @Test
  void aKeyMaySpeakForItsSuccessor() throws Exception {
    SigningKey next = SigningKey.generate(new SecureRandom());
    List<String> lines = new ArrayList<>(export.lines());
    List<String> keys = List.of(KEY.verification().toJson(), next.verification().toJson());
    lines.set(
        0,
        new ExportHeader(
                export.checkpoint(SIZE, next),
                keys,
                List.of(KEY.signSuccessor(next.verification())))
            .line());
    assertThat(verify(lines)).isInstanceOf(Intact.class);

    lines.set(
        0,
        new ExportHeader(
                export.checkpoint(SIZE, next),
                keys,
                List.of(next.signSuccessor(next.verification())))
            .line());
    assertThat(verify(lines).exitCode()).isEqualTo(1);
  }

  @Test
  void liveTablesMustBeWhatTheLogMadeThem() throws Exception {
    Path tables = directory.resolve("tables");
    List<String> rows = rows();
    Files.write(tables, rows);
    assertThat(verify(export.lines(), "--tables", tables.toString()))
        .isEqualTo(new Intact(TestExport.ORIGIN, SIZE, export.roots().get(SIZE), 0, 7));

    // flag-6 was last changed by entry 20; its row now says something else.
    List<String> edited = new ArrayList<>(rows);
    edited.set(6, edited.get(6).replace("rules", "ruled"));
    Files.write(tables, edited);
    assertThat(verify(export.lines(), "--tables", tables.toString()))
        .isEqualTo(new Broken(20, "tables: targeting flag-6 is not what this entry made it"));

    Files.write(tables, rows.subList(1, 7));
    assertThat(verify(export.lines(), "--tables", tables.toString()))
        .isEqualTo(new Broken(14, "tables: flag-0 is missing"));

    List<String> more = new ArrayList<>(rows);
    more.add("{\"id\":\"flag-9\",\"kind\":\"targeting\",\"deleted\":false,\"content\":\"{}\"}");
    Files.write(tables, more);
    assertThat(verify(export.lines(), "--tables", tables.toString()))
        .isEqualTo(new Broken(0, "tables: targeting flag-9 is in no entry"));
  }

  @Test
  void whatCannotBeReadIsNoVerdict() throws Exception {
    assertThat(verify(List.of())).isEqualTo(new Unusable("export: empty"));
    assertThat(verify(List.of("{}")).exitCode()).isEqualTo(2);
    assertThat(run("only-one-argument").exitCode()).isEqualTo(2);
    assertThat(run("missing", directory.resolve("key").toString()).exitCode()).isEqualTo(2);
    assertThat(verify(export.lines(), "--kept").exitCode()).isEqualTo(2);
    assertThat(progress.toString(UTF_8)).contains("Usage: ");
  }

  @Test
  void aLineThatIsNoneIsNamed() throws Exception {
    List<String> lines = new ArrayList<>(export.lines());
    lines.set(8, "{");

    assertThat(verify(lines))
        .isInstanceOfSatisfying(Broken.class, broken -> assertThat(broken.at()).isEqualTo(8));
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int flag = 0; flag < 7; flag++) {
      int last = 0;
      for (int seq = 1; seq <= SIZE; seq++) {
        last = seq % 7 == flag ? seq : last;
      }
      var shown = (ExportLine.Shown) ExportLine.parse(export.entries().get(last - 1));
      String what = new String(shown.payload().get("what").content(), UTF_8);
      boolean on = what.startsWith("{\"after\":{\"on\":true");
      rows.add(
          "{\"id\":\"flag-%d\",\"kind\":\"targeting\",\"deleted\":false,\"content\":\"{\\\"rules\\\":[],\\\"on\\\":%s}\"}"
              .formatted(flag, on));
    }
    return rows;
  }

  private Finding verify(List<String> lines, String... more) throws Exception {
    Path file = directory.resolve("export");
    Files.write(file, lines);
    List<String> arguments =
        new ArrayList<>(List.of(file.toString(), directory.resolve("key").toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Finding run(String... arguments) throws InterruptedException {
    return VerifyAuditLog.run(List.of(arguments), new PrintStream(progress, true, UTF_8));
  }
}
