// SPDX-License-Identifier: Apache-2.0
package dev.guidon.server.database.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The programs of one PostgreSQL installation.
///
/// @param bin the directory that holds `postgres` and `initdb`
/// @param major its major version
record PostgresBinaries(Path bin, int major) {

  /// The oldest major version that we run.
  static final int OLDEST_MAJOR = 15;

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  Path postgres() {
    return bin.resolve("postgres");
  }

  Path initdb() {
    return bin.resolve("initdb");
  }

  /// Chooses the installation for a data directory.
  ///
  /// A configured one wins. Otherwise existing data is served by the machine's own PostgreSQL of its major version, whose
  /// libraries the machine keeps up to date, and all else by the bundled one.
  ///
  /// @param dataMajor the major version that made the data; empty for a first start
  static PostgresBinaries choose(
      @Nullable Path configured,
      OptionalInt dataMajor,
      HostSystem host,
      BundledPostgres bundled,
      BinariesPlace place)
      throws EmbeddedPostgresException {
    if (configured != null) {
      PostgresBinaries binaries = at(configured);
      requireSameMajor(dataMajor, binaries, configured.toString());
      return binaries;
    }
    if (dataMajor.isPresent()) {
      Optional<PostgresBinaries> installed = installed(dataMajor.getAsInt(), host);
      if (installed.isPresent()) {
        return installed.get();
      }
    }
    requireSameMajor(
        dataMajor,
        new PostgresBinaries(Path.of("bin"), BundledPostgres.MAJOR),
        "the bundled PostgreSQL");
    return new PostgresBinaries(bundled.unpack(place), BundledPostgres.MAJOR);
  }

  /// The installation in a directory that somebody named.
  static PostgresBinaries at(Path bin) throws EmbeddedPostgresException {
    for (String program : List.of("postgres", "initdb")) {
      if (!Files.isExecutable(bin.resolve(program))) {
        throw new EmbeddedPostgresException(
            "guidon.database.embedded.binaries: "
                + bin
                + " (expected: a directory with the programs postgres and initdb)");
      }
    }
    int major =
        majorOf(bin.resolve("postgres"))
            .orElseThrow(() ->
                new EmbeddedPostgresException(
                    bin.resolve("postgres") + " does not tell its version."));
    if (major < OLDEST_MAJOR) {
      throw new EmbeddedPostgresException(
          "guidon.database.embedded.binaries: PostgreSQL "
              + major
              + " (expected: "
              + OLDEST_MAJOR
              + " or later)");
    }
    return new PostgresBinaries(bin, major);
  }

  private static void requireSameMajor(
      OptionalInt dataMajor, PostgresBinaries binaries, String from)
      throws EmbeddedPostgresException {
    if (dataMajor.isPresent() && dataMajor.getAsInt() != binaries.major()) {
      int major = dataMajor.getAsInt();
      throw new EmbeddedPostgresException(
          "The data was made by PostgreSQL "
              + major
              + ", and "
              + from
              + " is PostgreSQL "
              + binaries.major()
              + ", which cannot read it. Install PostgreSQL "
              + major
              + " and name its bin directory in"
              + " guidon.database.embedded.binaries, or move the data: docs/operations/install.md, \"Another major version\".");
    }
  }

  private static Optional<PostgresBinaries> installed(int major, HostSystem host) {
    if (major < OLDEST_MAJOR) {
      return Optional.empty();
    }
    Stream<Path> usual =
        Stream.of(
            Path.of("/usr/lib/postgresql/" + major + "/bin"),
            Path.of("/usr/pgsql-" + major + "/bin"));
    return Stream.concat(usual, host.searchPath().stream())
        .filter(bin ->
            Files.isExecutable(bin.resolve("postgres"))
                && Files.isExecutable(bin.resolve("initdb")))
        .map(PostgresBinaries::withLinksFollowed)
        .filter(bin -> majorOf(bin.resolve("postgres")).equals(OptionalInt.of(major)))
        .map(bin -> new PostgresBinaries(bin, major))
        .findFirst();
  }

  /// PostgreSQL finds its libraries beside its program, so a link to the program alone would not do.
  private static Path withLinksFollowed(Path bin) {
    try {
      return requireNonNull(bin.resolve("postgres").toRealPath().getParent(), "parent");
    } catch (IOException _) {
      return bin;
    }
  }

  private static OptionalInt majorOf(Path postgres) {
    try {
      Process process =
          new ProcessBuilder(postgres.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(output);
      return version.find()
          ? OptionalInt.of(Integer.parseInt(version.group(1)))
          : OptionalInt.empty();
    } catch (IOException _) {
      return OptionalInt.empty();
    }
  }
}
