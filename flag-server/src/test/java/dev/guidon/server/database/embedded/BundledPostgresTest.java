// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.guidon.server.database.embedded.BundledPostgres.Archive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class BundledPostgresTest {
  private final CollectedLines lines = new CollectedLines();

  @TempDir private Path unpackTo;

  @Test
  void everyPinnedChecksumIsThatOfTheBundledArchive() throws Exception {
    assertThat(BundledPostgres.ARCHIVES).isNotEmpty();
    for (Map.Entry<String, Archive> entry : BundledPostgres.ARCHIVES.entrySet()) {
      Archive archive = entry.getValue();
      try (InputStream resource =
          Objects.requireNonNull(
              getClass().getClassLoader().getResourceAsStream(archive.resource()),
              archive.resource())) {
        assertThat(sha256(resource.readAllBytes())).as(entry.getKey()).isEqualTo(archive.sha256());
      }
    }
  }

  @Test
  void isUnpackedOnceWithLinksAndExecutableBits() throws Exception {
    byte[] bytes = archive();
    BundledPostgres bundled = bundled(bytes, sha256(bytes));

    Path bin = bundled.unpack(place());
    Path again = bundled.unpack(place());

    assertThat(again).isEqualTo(bin);
    assertThat(bin.resolve("postgres")).isExecutable().hasContent("a program");
    assertThat(bin.resolve("link")).isSymbolicLink().hasContent("a program");
    assertThat(bin.resolveSibling("share/notes")).hasContent("notes");
    assertThat(Files.isExecutable(bin.resolveSibling("share/notes"))).isFalse();
    assertThat(lines.progress())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("Unpacking PostgreSQL 1.2.3 to ");
    try (Stream<Path> left = Files.list(unpackTo)) {
      assertThat(left).containsExactly(bin.getParent());
    }
  }

  @Test
  void anArchiveThatWasTamperedWithIsNotUnpacked() throws Exception {
    byte[] bytes = archive();
    String checksum = sha256(bytes);
    bytes[bytes.length / 2] ^= 1;

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> bundled(bytes, checksum).unpack(place()))
        .withMessageContaining(
            "has the SHA-256 " + sha256(bytes) + " (expected: " + checksum + ")");

    assertThat(unpackTo).isEmptyDirectory();
  }

  @Test
  void aPlatformWithoutArchiveIsToldWhatToDo() {
    BundledPostgres none = BundledPostgres.forPlatform("plan9-mips", lines);

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> none.unpack(place()))
        .withMessageContaining("No PostgreSQL is bundled for plan9-mips")
        .withMessageContaining("guidon.database.embedded.binaries")
        .withMessageContaining("guidon.database.url");
  }

  @Test
  void aDirectoryThatOthersMayWriteToIsNotUsed() throws Exception {
    Files.setPosixFilePermissions(
        unpackTo, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    byte[] bytes = archive();

    assertThatExceptionOfType(EmbeddedPostgresException.class)
        .isThrownBy(() -> bundled(bytes, sha256(bytes)).unpack(place()))
        .withMessageContaining(unpackTo + " (others may write there)");
  }

  private BinariesPlace place() throws EmbeddedPostgresException {
    return new BinariesPlace(HostSystem.current(), unpackTo, unpackTo, RunAs.ourselves());
  }

  private BundledPostgres bundled(byte[] bytes, String checksum) {
    return new BundledPostgres(
        "test",
        new Archive("1.2.3", "test.txz", checksum),
        new OneResource("test.txz", bytes),
        lines);
  }

  private static byte[] archive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options()))) {
      file(tar, "bin/postgres", 0755, "a program");
      file(tar, "share/notes", 0644, "notes");
      var link = new TarArchiveEntry("bin/link", TarConstants.LF_SYMLINK);
      link.setLinkName("postgres");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode, String text)
      throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    var entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static final class OneResource extends ClassLoader {
    private final String name;
    private final byte[] bytes;

    OneResource(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String wanted) {
      return wanted.equals(name) ? new ByteArrayInputStream(bytes) : null;
    }
  }
}
