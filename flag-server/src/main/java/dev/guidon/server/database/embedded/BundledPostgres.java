// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import dev.guidon.server.platform.DurableFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL that comes with the server: one archive a platform, unpacked once.
final class BundledPostgres {
  static final int MAJOR = 18;

  /// The archives that we know, by platform. A new version of the artefact is a new line here: what is
  /// unpacked and run is what was looked at when the line was written.
  static final Map<String, Archive> ARCHIVES =
      Map.of(
          "linux-amd64",
          new Archive(
              "18.6.0",
              "postgres-linux-x86_64.txz",
              "63999c2914366d62c68e51794e597588c336e75ed2958d53c558e8deca5e13fc"),
          "linux-arm64",
          new Archive(
              "18.4.0",
              "postgres-linux-arm_64.txz",
              "e82704ca265154fb573a24f3b0ca78520d4095beb892482431a08d53fe22268d"));

  /// An archive among our resources.
  record Archive(String version, String resource, String sha256) {}

  private final String platform;
  private final @Nullable Archive archive;
  private final ClassLoader resources;
  private final PostgresListener listener;

  BundledPostgres(
      String platform,
      @Nullable Archive archive,
      ClassLoader resources,
      PostgresListener listener) {
    this.platform = platform;
    this.archive = archive;
    this.resources = resources;
    this.listener = listener;
  }

  static BundledPostgres forPlatform(String platform, PostgresListener listener) {
    return new BundledPostgres(
        platform, ARCHIVES.get(platform), BundledPostgres.class.getClassLoader(), listener);
  }

  /// The `bin` directory of the unpacked programs, unpacking them first if that was never done.
  Path unpack(BinariesPlace place) throws EmbeddedPostgresException {
    InputStream resource =
        archive == null ? null : resources.getResourceAsStream(archive.resource());
    if (archive == null || resource == null) {
      throw new EmbeddedPostgresException(
          "No PostgreSQL is bundled for "
              + platform
              + ". Install PostgreSQL "
              + MAJOR
              + " and name its bin directory in guidon.database.embedded.binaries, or use a PostgreSQL elsewhere with"
              + " guidon.database.url.");
    }
    // The name holds the checksum, so a directory of that name holds exactly that archive.
    String name = "postgresql-" + archive.version() + "-" + archive.sha256().substring(0, 12);
    try (resource) {
      Optional<Path> unpacked = place.unpacked(name);
      if (unpacked.isPresent()) {
        return unpacked.get().resolve("bin");
      }
      Path directory = place.find();
      Path target = directory.resolve(name);
      listener.progress("Unpacking PostgreSQL " + archive.version() + " to " + target + " (once)");
      byte[] bytes = resource.readAllBytes();
      requireChecksum(bytes, archive);
      unpack(bytes, directory, target);
      return target.resolve("bin");
    } catch (IOException e) {
      throw new EmbeddedPostgresException("The bundled PostgreSQL cannot be unpacked: " + e, e);
    }
  }

  /// Unpacks beside the target and renames at the end, so that neither a crash nor a second server that unpacks at the same
  /// time leaves half an installation.
  private static void unpack(byte[] archive, Path directory, Path target) throws IOException {
    Path unfinished = Files.createTempDirectory(directory, "unpacking-");
    try {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      extract(archive, unfinished);
      moveUnlessThere(unfinished, target);
      DurableFiles.syncEntries(directory);
    } finally {
      FileTrees.delete(unfinished);
    }
  }

  private static void requireChecksum(byte[] bytes, Archive archive)
      throws EmbeddedPostgresException {
    String found = HexFormat.of().formatHex(sha256().digest(bytes));
    if (!found.equals(archive.sha256())) {
      throw new EmbeddedPostgresException(
          "The bundled archive "
              + archive.resource()
              + " has the SHA-256 "
              + found
              + " (expected: "
              + archive.sha256()
              + "). Get the server anew from where you trust it.");
    }
  }

  private static void extract(byte[] archive, Path into) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, into);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path path = into.resolve(entry.getName());
    Files.createDirectories(path.getParent());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      write(tar, path);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void write(InputStream content, Path file) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(channel));
      channel.force(
          true); // before the rename, or a power cut could leave the final name with empty files
    }
  }

  private static void moveUnlessThere(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
