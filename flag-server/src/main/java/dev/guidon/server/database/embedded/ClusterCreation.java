// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import dev.guidon.server.platform.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// Makes the database cluster at first start.
///
/// The cluster is made beside its place and renamed when all of it is on disk, so that whatever has the final name is whole.
final class ClusterCreation {
  static final String OWNER_ROLE = "flag_owner";

  private static final int MAJOR_WITH_BUILTIN_LOCALE = 17;

  private final DataDirectory directory;
  private final PostgresBinaries binaries;
  private final RunAs runAs;

  ClusterCreation(DataDirectory directory, PostgresBinaries binaries, RunAs runAs) {
    this.directory = directory;
    this.binaries = binaries;
    this.runAs = runAs;
  }

  void run() throws EmbeddedPostgresException, InterruptedException {
    Path unfinished = directory.unfinishedCluster();
    try {
      FileTrees.delete(unfinished);
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      runAs.own(unfinished);

      Passwords passwords = Passwords.random(new SecureRandom());
      initialise(unfinished, passwords.owner());
      ServerSettings.include(unfinished);
      syncFile(unfinished.resolve("postgresql.conf"));

      passwords.write(directory.passwords());
      Files.move(unfinished, directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncEntries(directory.home());
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "The database cannot be made in " + directory.home() + ": " + e, e);
    }
  }

  /// initdb reads the password from a file, which the user it runs as must be able to read. It waits for the disk itself.
  private void initialise(Path cluster, String ownerPassword)
      throws IOException, EmbeddedPostgresException, InterruptedException {
    Path passwordFile = directory.home().resolve("cluster.password");
    Files.deleteIfExists(passwordFile);
    try {
      DurableFiles.writeSecret(passwordFile, ownerPassword);
      runAs.own(passwordFile);
      runInitdb(cluster, passwordFile);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private void runInitdb(Path cluster, Path passwordFile)
      throws IOException, EmbeddedPostgresException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.initdb().toString(),
                "--pgdata=" + cluster,
                "--username=" + OWNER_ROLE,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums"));
    if (binaries.major() >= MAJOR_WITH_BUILTIN_LOCALE) {
      command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    }
    var builder =
        new ProcessBuilder(runAs.command(command))
            .redirectErrorStream(true)
            .directory(cluster.toFile());
    RunAs.clean(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new EmbeddedPostgresException(
          "initdb could not make a database in "
              + cluster
              + " as "
              + runAs
              + ":\n"
              + output.strip());
    }
  }

  private static void syncFile(Path file) throws IOException {
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
